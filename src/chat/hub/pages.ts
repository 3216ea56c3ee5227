import type { Entry, Seq } from '#chat/event.ts';
import type { Readable, Store } from '#chat/ports.ts';

/** How much one page holds: entries, and UTF-16 units of what they say. One entry it always holds, however long. */
export interface PageSize {
  readonly limit: number;
  readonly length: number;
}

/** The next of what was said behind a place. */
export interface NextPage {
  /** In the order. */
  readonly entries: readonly Entry[];
  /** Everything up to here is in this page or in those before it: the next one begins behind it. */
  readonly upto: Seq;
  /** There may be more. */
  readonly more: boolean;
}

/** The next page of several rooms and inboxes together. `end`: where they end, all of them. */
export function nextPage(
  store: Pick<Store, 'merged'>,
  parts: readonly Readable[],
  end: Seq,
  { limit, length }: PageSize,
): NextPage {
  const found = store.merged(parts, limit);
  let used = 0;
  const cut = found.findIndex((entry, index) => (used += lengthOf(entry)) > length && index > 0);
  const entries = cut === -1 ? found : found.slice(0, cut);
  const more = cut !== -1 || found.length === limit;
  return { entries, upto: more ? (entries.at(-1)?.seq ?? end) : end, more };
}

const lengthOf = ({ event }: Entry): number => (event.kind === 'message' ? event.text.length : 0);

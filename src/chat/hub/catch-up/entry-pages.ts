import type { Entry, Seq } from '#chat/event.ts';
import type { Readable, Store } from '#chat/ports.ts';

/** How much one page holds: entries, and UTF-16 units of their text. It always holds at least one entry, however long. */
export interface PageSize {
  readonly limit: number;
  readonly length: number;
}

/** The next page of entries after a place. */
export interface NextPage {
  /** In the order. */
  readonly entries: readonly Entry[];
  /** Everything up to here is in this page or in earlier ones: the next page begins after it. */
  readonly upto: Seq;
  /** There may be more. */
  readonly more: boolean;
}

/** The next page of several rooms and inboxes together. `end`: the end of all of them. */
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

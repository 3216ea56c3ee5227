/** What is being written before the caret that can be completed. */
export interface Completable {
  readonly kind: 'person' | 'room' | 'emoji' | 'command';
  /** What was typed of it, without its sign. */
  readonly query: string;
  /** It begins here, with its sign, and ends at the caret. */
  readonly from: number;
}

export interface Candidate {
  /** What is put in its place, without a space after it. */
  readonly insert: string;
  readonly label: string;
  /** More about it, small. */
  readonly detail?: string | undefined;
}

/** At most so many are offered. */
const most = 8;

const signs: Readonly<Record<string, Completable['kind']>> = { '@': 'person', '#': 'room', ':': 'emoji' };

/** The word before the caret. `asked`: by Tab, so that a bare word is a person's name. */
export function completable(text: string, caret: number, asked: boolean): Completable | undefined {
  const before = text.slice(0, caret);
  if (/^\/\w*$/.test(before)) return { kind: 'command', query: before.slice(1), from: 0 };
  const from = before.search(/\S*$/u);
  const word = before.slice(from);
  const kind = signs[word.charAt(0)];
  // A colon is a sign of its own in most texts: two letters make it a name.
  const isShort = kind === 'emoji' && !asked && word.length < 3;
  if (kind !== undefined && !isShort) return { kind, query: word.slice(1), from };
  return asked && word !== '' && kind === undefined ? { kind: 'person', query: word, from } : undefined;
}

/** How well a name fits: at its beginning, at that of a word in it, anywhere; undefined: not. */
export function fit(name: string, query: string): number | undefined {
  const at = name.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return undefined;
  if (at === 0) return name.length === query.length ? 0 : 1;
  return /[\s_\-.#]/.test(name.charAt(at - 1)) ? 2 : 3;
}

/** The best of a list for a query, in the list's order where they fit alike. */
export function best<T>(list: readonly T[], query: string, nameOf: (item: T) => string, limit = most): readonly T[] {
  return list
    .map((item) => ({ item, rank: fit(nameOf(item), query) }))
    .filter((found): found is { item: T; rank: number } => found.rank !== undefined)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ item }) => item);
}

/** The text with a candidate in the place of what was typed, and the caret behind it. */
export function completed(
  text: string,
  caret: number,
  { from }: Completable,
  { insert }: Candidate,
): { readonly text: string; readonly caret: number } {
  const after = text.slice(caret);
  const space = /^\s/.test(after) ? '' : ' ';
  return { text: `${text.slice(0, from)}${insert}${space}${after}`, caret: from + insert.length + 1 };
}

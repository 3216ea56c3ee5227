/** The text before the caret that can be completed. */
export interface Completable {
  readonly kind: 'person' | 'room' | 'emoji' | 'command';
  /** The typed part, without its first sign (`@`, `:` or `#`). */
  readonly query: string;
  /** The place where it begins, with its sign. It ends at the caret. */
  readonly from: number;
}

export interface Candidate {
  /** The text that replaces it, without a space after it. */
  readonly insert: string;
  readonly label: string;
  /** A small note. */
  readonly detail?: string | undefined;
}

/** The most completions offered. */
const most = 8;

const signs: Readonly<Record<string, Completable['kind']>> = { '@': 'person', '#': 'room', ':': 'emoji' };

/** Where the last word begins. Not by `/\S*$/`, which takes a time that is the square of the length of a long word before it. */
function wordStart(text: string): number {
  let at = text.length;
  while (at > 0 && /\S/.test(text.charAt(at - 1))) at--;
  return at;
}

/** The word before the caret. `asked`: Tab was pressed, so a word without a sign is taken as a user's name. */
export function completable(text: string, caret: number, asked: boolean): Completable | undefined {
  const before = text.slice(0, caret);
  if (/^\/\w*$/.test(before)) return { kind: 'command', query: before.slice(1), from: 0 };
  const from = wordStart(before);
  const word = before.slice(from);
  const kind = signs[word.charAt(0)];
  // A colon is common in texts: it begins an emoji's name only before two letters.
  const isShort = kind === 'emoji' && !asked && word.length < 3;
  if (kind !== undefined && !isShort) return { kind, query: word.slice(1), from };
  return asked && word !== '' && kind === undefined ? { kind: 'person', query: word, from } : undefined;
}

/** How well a name matches: at its beginning, at the beginning of a word, anywhere; undefined: no match. */
function fit(name: string, query: string): number | undefined {
  const at = name.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return undefined;
  if (at === 0) return name.length === query.length ? 0 : 1;
  return /[\s_\-.#]/.test(name.charAt(at - 1)) ? 2 : 3;
}

/** The best matches of a list. Equal matches keep the order of the list. */
export function best<T>(list: readonly T[], query: string, nameOf: (item: T) => string, limit = most): readonly T[] {
  return list
    .map((item) => ({ item, rank: fit(nameOf(item), query) }))
    .filter((found): found is { item: T; rank: number } => found.rank !== undefined)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ item }) => item);
}

/** Replaces the typed part by a candidate, with the caret after it. */
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

/** A part of a text, in UTF-16 units. */
export type Span = readonly [from: number, to: number];

/** Shorter names are found only after an `@`: they may be words. */
const shortest = 3;

/** Where a text names a user, with or without `@`, as a separate word. `from`: where to begin. */
export function mentionsOf(name: string, text: string, from: number): readonly Span[] {
  const word = `${[...name].length < shortest ? '@' : '@?'}${name.replace(/[^\p{L}\p{N}]/gu, String.raw`\$&`)}`;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}_])${word}(?![\\p{L}\\p{N}\\p{M}_])`, 'giu');
  pattern.lastIndex = from;
  const found: Span[] = [];
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) found.push([match.index, pattern.lastIndex]);
  return found;
}

/** What frames are filtered by: a text as it was typed, whatever the case of its letters, and each word in it. */
export interface Filter {
  readonly whole: RegExp;
  readonly words: readonly RegExp[];
}

/** A pattern for exactly this text in any case. Faster than making each of ten thousand texts lower case. Not all browsers have `RegExp.escape`. */
const literal = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');

/** Undefined: nothing was typed, and all frames pass. */
export function filterOf(text: string): Filter | undefined {
  if (text === '') return undefined;
  const words = text.split(' ').filter((word) => word !== '');
  return { whole: literal(text), words: words.map(literal) };
}

import fc from 'fast-check';

const firstSurrogate = 0xd800;
const surrogates = 0x800;
const codePoints = 0x110000;

/**
 * Any single character, for `unit` of `fc.string`: the same as its `unit: 'binary'`, without the table of all
 * characters that this creates, which costs a second of CPU in each process.
 */
export const anyCodePoint: fc.Arbitrary<string> = fc.nat(codePoints - surrogates - 1).map(characterAt, indexOf);

function characterAt(index: number): string {
  return String.fromCodePoint(index < firstSurrogate ? index : index + surrogates);
}

/** The inverse, with which fast-check recognises texts made of these characters. */
function indexOf(text: unknown): number {
  const [character, ...more] = typeof text === 'string' ? [...text] : [];
  const point = character?.codePointAt(0);
  if (point === undefined || more.length > 0) throw new Error('not one character');
  if (point >= firstSurrogate && point < firstSurrogate + surrogates) throw new Error('half a character');
  return point < firstSurrogate ? point : point - surrogates;
}

import { visible } from '#text/visible.ts';

/** What is shown of a line in addition to its text. */
export interface Accents {
  /** The sender: all lines of one name have one colour. */
  readonly name?: string;
  /** Parts that name the person, in UTF-16 units, in rising order. */
  readonly marks?: readonly (readonly [from: number, to: number])[];
  readonly bell?: boolean;
  readonly faint?: boolean;
  readonly time?: string;
}

/** Colours of names: those of the terminal's own palette, readable on light and on dark. */
const hues = [31, 32, 33, 35, 36, 91, 92, 95, 96];

const sequence = (...codes: readonly number[]): string => codes.map((code) => `\x1b[${code}m`).join('');
const [bold, notBold, faint, reverse, notReverse, ownColour] = [1, 22, 2, 7, 27, 39];

/** A line for a terminal, without its end. Control characters are made visible. `speaker`: see `Console.show`. */
export function accented(line: string, speaker: number, accents: Accents, colours: boolean): string {
  const time = accents.time === undefined ? '' : `${visible(accents.time)} `;
  if (!colours) return time + visible(line);
  const begin = time === '' ? '' : sequence(faint) + time + sequence(notBold);
  if (accents.faint === true) return `${begin}${sequence(faint)}${visible(line)}${sequence(notBold)}`;
  return begin + speakerOf(visible(line.slice(0, speaker)), accents.name) + marked(line, speaker, accents.marks ?? []);
}

function speakerOf(speaker: string, name: string | undefined): string {
  if (speaker === '') return '';
  if (name === undefined) return sequence(bold) + speaker + sequence(notBold);
  return sequence(bold, hueOf(name)) + speaker + sequence(ownColour, notBold);
}

/** The colour of a name. It does not depend on the case of the name. */
function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name.toLowerCase()) sum = (31 * sum + (letter.codePointAt(0) ?? 0)) % 0x10000;
  return hues[sum % hues.length] ?? ownColour;
}

function marked(line: string, from: number, marks: NonNullable<Accents['marks']>): string {
  let [text, at] = ['', from];
  for (const [begin, end] of marks) {
    text += visible(line.slice(at, begin)) + sequence(bold, reverse) + visible(line.slice(begin, end));
    text += sequence(notReverse, notBold);
    at = end;
  }
  return text + visible(line.slice(at));
}

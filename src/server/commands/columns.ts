import { wrapped } from '#text/wrap-words.ts';

/**
 * Texts in columns, two spaces between them; the last one is not padded. Widths are counted in code points. `width`: where
 * the text of the last column goes on in another line, below its beginning.
 */
export function inColumns(rows: readonly (readonly string[])[], width: number = Infinity): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.min(widest, Math.max(widths[at] ?? 0, [...cell].length));
  }
  return rows.flatMap((row) => {
    const before = row.slice(0, -1).map((cell, at) => `${cell.padEnd(padded(cell, widths[at]))}  `);
    const begin = before.join('');
    const indent = [...begin].length;
    const [first = '', ...more] = inLines(row.at(-1) ?? '', width - indent);
    return [`${begin}${first}`.trimEnd(), ...more.map((line) => `${' '.repeat(indent)}${line}`)];
  });
}

/** The widest column: a longer text does not move the others to the right. */
const widest = 34;

/** `padEnd` counts UTF-16 units. */
const padded = (cell: string, width = 0): number => cell.length + Math.max(0, width - [...cell].length);

const inLines = (text: string, room: number): readonly string[] =>
  [...text].length <= room || room < narrowest ? [text] : wrapped(text, room);

/** A narrower column is left to the terminal. */
const narrowest = 20;

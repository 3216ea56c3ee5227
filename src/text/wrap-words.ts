/** Wraps words into lines of at most `columns` code units; a longer word has its own line. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/**
 * Wraps one row into several of at most `columns` code units. The text before `indent` is kept, and the other rows
 * begin there.
 */
export function wrappedRow(row: string, columns: number, indent: number): readonly string[] {
  if (row.length <= columns) return [row];
  const [first = '', ...more] = wrapped(row.slice(indent), Math.max(fewest, columns - indent));
  return [row.slice(0, indent) + first, ...more.map((line) => ' '.repeat(indent) + line)];
}

/** The least columns of text, for a narrow terminal. */
const fewest = 20;

/** The columns at which text is wrapped: those of a terminal, within bounds; 80 elsewhere. */
export const columnsOf = ({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }): number =>
  isTTY === true && columns !== undefined && columns > 0 ? Math.min(widest, Math.max(narrowest, columns)) : usual;

const [narrowest, usual, widest] = [40, 80, 100];

/** Words in lines of at most `columns` code units; a longer word has a line of its own. */
export function filled(text: string, columns: number): readonly string[] {
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

/** One row as several of at most `columns`. What stands before `indent` is kept, and the other rows begin there. */
export function filledRow(row: string, columns: number, indent: number): readonly string[] {
  if (row.length <= columns) return [row];
  const [first = '', ...more] = filled(row.slice(indent), Math.max(fewest, columns - indent));
  return [row.slice(0, indent) + first, ...more.map((line) => ' '.repeat(indent) + line)];
}

/** Columns of text that are left in a narrow terminal. */
const fewest = 20;

/** Columns to fill text for: those of a terminal, within bounds; 80 elsewhere. */
export const columnsOf = ({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }): number =>
  isTTY === true && columns !== undefined && columns > 0 ? Math.min(widest, Math.max(narrowest, columns)) : usual;

const [narrowest, usual, widest] = [40, 80, 100];

/** Texts in columns, two spaces between them; the last one is not padded. Widths are counted in code points. */
export function inColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.min(widest, Math.max(widths[at] ?? 0, [...cell].length));
  }
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - [...cell].length)))
      .join('  ')
      .trimEnd(),
  );
}

/** The widest column: a longer text does not move the others to the right. */
const widest = 34;

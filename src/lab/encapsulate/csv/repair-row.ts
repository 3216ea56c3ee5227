import type { Row, Table } from './table.ts';

/**
 * A message with a comma and without quotes makes too many cells. Where the columns before and behind it keep their number,
 * the surplus belongs to the message. `told` hears the line.
 */
export function repairRow(row: Row, { columns, header, delimiter }: Table, told: (line: number) => void): Row {
  const column = columns.message;
  const cells = withoutBlankEnd(row.cells, header.length);
  const surplus = cells.length - header.length;
  if (!column || surplus <= 0) return { ...row, cells };
  const joined = cells.slice(column.at, column.at + surplus + 1).join(delimiter);
  told(row.line);
  return { line: row.line, cells: [...cells.slice(0, column.at), joined, ...cells.slice(column.at + surplus + 1)] };
}

/** Spreadsheets write empty cells behind the last column. */
function withoutBlankEnd(cells: readonly string[], length: number): readonly string[] {
  let end = cells.length;
  while (end > length && cells[end - 1]?.trim() === '') end--;
  return cells.slice(0, end);
}

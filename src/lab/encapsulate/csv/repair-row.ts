import type { Row, Table } from './table.ts';

/** Rows in which a cell that contains a separator was split, with its parts joined again. */
export interface Repaired {
  readonly rows: readonly Row[];
  /** What was done, in sentences. */
  readonly assumed: readonly string[];
}

/**
 * A message with a comma and without quotes makes too many cells: where the columns before and after it keep their
 * number, the surplus belongs to the message. Where it is the times of all rows that are cut in two, they have decimal
 * commas.
 */
export function repairRows(rows: readonly Row[], table: Table): Repaired {
  const { columns, header, delimiter } = table;
  const whole = rows.map(({ line, cells }) => ({ line, cells: withoutBlankEnd(cells, header.length) }));
  if (columns.time && haveDecimalCommas(whole, table, columns.time.at)) {
    const { at } = columns.time;
    const joined = whole.map(({ line, cells }) => ({ line, cells: join(cells, at, 1, ',') }));
    return {
      rows: joined,
      assumed: ['Times have decimal commas without quotes around them: their cells are joined again.'],
    };
  }
  const message = columns.message?.at;
  const lines: number[] = [];
  const repaired = whole.map(({ line, cells }) => {
    const surplus = cells.length - header.length;
    if (message === undefined || surplus <= 0) return { line, cells };
    lines.push(line);
    return { line, cells: join(cells, message, surplus, delimiter) };
  });
  return { rows: repaired, assumed: lines.length === 0 ? [] : [messageWords(lines)] };
}

/** Whether each row has one cell too many, and the two cells at the time are the halves of a number. */
function haveDecimalCommas(rows: readonly Row[], { delimiter, header }: Table, time: number): boolean {
  const cut = ({ cells }: Row): boolean => {
    const halves = `${cells[time]?.trim()},${cells[time + 1]?.trim()}`;
    return cells.length === header.length + 1 && /^\d{1,12},\d{1,9}$/.test(halves);
  };
  return delimiter === ',' && rows.length > 0 && rows.every(cut);
}

const join = (cells: readonly string[], at: number, surplus: number, separator: string): readonly string[] => [
  ...cells.slice(0, at),
  cells.slice(at, at + surplus + 1).join(separator),
  ...cells.slice(at + surplus + 1),
];

function messageWords(lines: readonly number[]): string {
  const listed = lines.slice(0, 5).join(', ') + (lines.length > 5 ? ', …' : '');
  return `On line ${listed} the message has a separator and no quotes around it: the cells are joined again.`;
}

/** Spreadsheets write empty cells after the last column. */
function withoutBlankEnd(cells: readonly string[], length: number): readonly string[] {
  let end = cells.length;
  while (end > length && cells[end - 1]?.trim() === '') end--;
  return cells.slice(0, end);
}

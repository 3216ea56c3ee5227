import type { Role } from './column-names.ts';
import { counted } from './counted.ts';
import { decodeText } from './decode-text.ts';
import { foreignFile, isBinary } from './foreign-file.ts';
import type { Message, ReadOptions } from './message.ts';
import { CsvError, type Problem } from './problem.ts';
import { type ReadRow, readRow } from './read-row.ts';
import { repairRows } from './repair-row.ts';
import { cellOf, delimiterNames, readTable, type Row, type Table } from './table.ts';
import { readTimes, type TimeColumn } from './time-column.ts';
import { isWiresharkExport, messagesOfExport } from './wireshark-export.ts';

export type * from './message.ts';

export interface MessageFile {
  /** The messages, in the order of their times. */
  readonly messages: readonly Message[];
  /** What was assumed, in sentences. */
  readonly assumed: readonly string[];
  readonly ignored: readonly string[];
  /** Rows left out because of `skipBad`. */
  readonly skipped: readonly Problem[];
  readonly times: TimeColumn['kind'];
}

/** The largest file that is read, in bytes. */
export const largestFile: number = 64 * 1024 * 1024;

/** Reads a file with a row for each message. Throws `CsvError` with everything that is wrong with it. */
export function readMessages(bytes: Uint8Array, options: ReadOptions = {}): MessageFile {
  const foreign = foreignFile(bytes);
  if (foreign !== undefined) throw new CsvError([{ line: 0, text: `it is ${foreign}` }]);
  const { text, encoding } = decodeText(bytes, options.encoding);
  if (isBinary(text)) throw new CsvError([{ line: 0, text: 'it is not text' }]);
  const table = readTable(text, options);
  const assumed = [
    `Text: ${encoding}. Columns are separated by a ${delimiterNames[table.delimiter]}.`,
    ...table.assumed,
  ];
  if (table.blank > 0) assumed.push(`${counted(table.blank, 'blank line')} left out.`);
  const wireshark = isWiresharkExport(table.columns);
  const exported = wireshark ? messagesOfExport(table, options.infoAsMessage === true) : undefined;
  if (exported) assumed.push(...exported.assumed);
  const repaired = repairRows(exported?.rows ?? table.rows, table);
  assumed.push(...repaired.assumed);
  const { good, bad, assumed: more } = readRows(repaired.rows, table, options);
  if (bad.length > 0 && options.skipBad !== true) throw new CsvError(bad);
  if (good.length === 0) throw new CsvError([...bad, { line: 0, text: exported?.nothing ?? 'no row holds a message' }]);
  const messages = good.toSorted((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));
  const unordered = messages.some(({ row }, at) => row !== good[at]?.row);
  if (unordered)
    assumed.push('Rows are not in the order of their times in the file; they are sent in the order of their times.');
  return { messages, assumed: [...assumed, ...more.assumed], ignored: table.ignored, skipped: bad, times: more.kind };
}

interface Rows {
  readonly good: readonly Message[];
  readonly bad: readonly Problem[];
  readonly assumed: { readonly assumed: readonly string[]; readonly kind: TimeColumn['kind'] };
}

function readRows(rows: readonly Row[], table: Table, options: ReadOptions): Rows {
  const { columns } = table;
  const times = timesOf(rows, table);
  const timeProblems = Map.groupBy(times.problems, ({ line }) => line);
  const good: Message[] = [];
  const bad: Problem[] = [];
  const told = new Set<string>(times.assumed);
  let unescaped = 0;
  for (const [nth, row] of rows.entries()) {
    options.progress?.(nth, rows.length);
    const read: ReadRow = readRow(row, table, options);
    const problems = [...read.problems, ...(timeProblems.get(row.line) ?? [])];
    if (problems.length > 0) bad.push(...problems);
    for (const sentence of read.assumed) told.add(sentence);
    if (problems.length > 0 || !read.message) continue;
    if (read.unescaped) unescaped++;
    const timeText = timeTextOf(row, columns);
    good.push({ ...read.message, row: nth + 1, line: row.line, time: times.times[nth] ?? 0n, timeText });
  }
  if (unescaped > 0)
    told.add(`\\r, \\n and \\t written out in ${counted(unescaped, 'message')} are sent as line ends and tabs.`);
  return { good, bad, assumed: { assumed: [...told], kind: times.kind } };
}

function timesOf(rows: readonly Row[], { columns }: Table): TimeColumn {
  const name = columns.time?.name ?? columns.date?.name;
  return readTimes(
    rows.map((row) => ({ line: row.line, text: timeTextOf(row, columns) })),
    name,
  );
}

/** The time, with the date before it if the date has a separate column. */
function timeTextOf(row: Row, columns: Table['columns']): string {
  const cells = (['date', 'time'] satisfies Role[]).map((role) => cellOf(row, columns[role]));
  const [date = '', time = ''] = cells;
  return time.length > 12 ? time : `${date} ${time}`.trim();
}

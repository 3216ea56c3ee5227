import { type Column, type Columns, knownColumns, readHeader } from './columns.ts';
import { CsvError } from './problem.ts';
import { type CsvRecord, csvRecords } from './records.ts';

/** A row below the header. */
export interface Row {
  /** The number of the line in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file as a table whose columns are known. */
export interface Table {
  readonly columns: Columns;
  readonly header: readonly string[];
  readonly ignored: readonly string[];
  /** Blank ones left out. */
  readonly rows: readonly Row[];
  readonly blank: number;
  readonly delimiter: string;
  /** What was assumed about the file, in sentences. */
  readonly assumed: readonly string[];
}

export interface TableOptions {
  /** Column names for a file without a header. */
  readonly header?: readonly string[] | undefined;
}

const delimiters = [',', ';', '\t', '|'] as const;
export const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};

/** Titles and comments may stand above the header. */
const headerWithin = 20;
/** What is looked at to find the delimiter, in characters. */
const looked = 16_384;
/** The most rows that are taken. */
const maxRows = 100_000;

/** Throws `CsvError` where no header is found. */
export function readTable(text: string, { header }: TableOptions = {}): Table {
  const [body, told] = withoutSeparatorLine(text.replace(/^\ufeff/, ''));
  const delimiter = told ?? delimiterOf(body, header);
  const records = unwrapped(csvRecords(body, delimiter), delimiter);
  const shift = told === undefined ? 0 : 1;
  const at = header ? -1 : headerIndex(records);
  const names = header ?? records[at]?.cells ?? [];
  const { columns, ignored } = readHeader(names);
  if (!columns.message && !columns.payload) throw noMessage(records, at, names);
  const below = records.slice(at + 1);
  const filled = below.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  // Files that were put together have a header for each part.
  const rows = filled.filter(({ cells }) => cells.some((cell, nth) => cell.trim() !== names[nth]?.trim()));
  if (rows.length > maxRows) throw new CsvError([{ line: 0, text: `there are more than ${maxRows} rows` }]);
  const above = records
    .slice(0, Math.max(at, 0))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== '')).length;
  return {
    columns,
    header: names,
    ignored,
    rows: rows.map(({ line, cells }) => ({ line: line + shift, cells })),
    blank: below.length - filled.length,
    delimiter,
    assumed: [
      ...(above === 0
        ? []
        : [`The header is on line ${(records[at]?.line ?? 1) + shift}; what stands above it is left out.`]),
      ...(rows.length === filled.length ? [] : ['The header stands there again further down, and is left out there.']),
    ],
  };
}

/** Excel writes `sep=;` on the first line. */
function withoutSeparatorLine(text: string): readonly [body: string, delimiter: string | undefined] {
  const [line, delimiter] = /^"?sep=(.)"?\r?\n/i.exec(text) ?? [];
  return line === undefined ? [text, undefined] : [text.slice(line.length), delimiter];
}

/** The one with which most columns are known; where none is, the one that makes most columns. */
function delimiterOf(text: string, header: readonly string[] | undefined): string {
  const beginning = text.slice(0, looked).split(/\r\n|\n|\r/, headerWithin);
  const scores = delimiters.map((delimiter) => {
    const counts = beginning.map((line) => {
      const cells = line.split(delimiter).map((cell) => cell.replaceAll('"', ''));
      return (header ? 0 : knownColumns(cells) * 1000) + cells.length;
    });
    return { delimiter, score: Math.max(...counts) };
  });
  return scores.toSorted((one, other) => other.score - one.score)[0]?.delimiter ?? ',';
}

/** The header is the line near the top with the most known column names, at least two. */
function headerIndex(records: readonly CsvRecord[]): number {
  const counts = records.slice(0, headerWithin).map(({ cells }) => knownColumns(cells));
  const most = Math.max(...counts, 0);
  return most < 2 && !(most === 1 && counts[0] === 1) ? -1 : counts.indexOf(most);
}

/** Some programs put whole lines into quotes: `"1,HTTP,client,server,GET /,0.1"`. */
function unwrapped(records: readonly CsvRecord[], delimiter: string): readonly CsvRecord[] {
  const wrapped = records.filter(({ cells: [cell = '', ...more] }) => more.length === 0 && cell.includes(delimiter));
  if (wrapped.length < 2 || wrapped.length < records.length / 2) return records;
  return records.map(({ line, cells }) => {
    const [inner] = csvRecords(cells.join(delimiter), delimiter);
    return { line, cells: inner?.cells ?? [''] };
  });
}

function noMessage(records: readonly CsvRecord[], at: number, names: readonly string[]): CsvError {
  if (records.every(({ cells }) => cells.every((cell) => cell.trim() === ''))) {
    return new CsvError([{ line: 0, text: 'the file is empty' }]);
  }
  const needed = 'msg_id, app_protocol, src_app, dst_app, message, timestamp';
  if (at < 0) {
    const text = `no header is found: the first line must name the columns, such as ${needed}. Name them with --header.`;
    return new CsvError([{ line: records[0]?.line ?? 1, text }]);
  }
  const listed = names.map((name) => name.trim()).join(', ');
  const text = `no column holds the messages. There are: ${listed}. Expected are such as ${needed}.`;
  return new CsvError([{ line: records[at]?.line ?? 1, text }]);
}

/** The text in a row's cell, without spaces around it; empty where the row or the file has none. */
export function cellOf({ cells }: Row, column: Column | undefined): string {
  if (!column) return '';
  const texts = [column.at, ...column.others].map((at) => (cells[at] ?? '').trim());
  return texts.find((text) => text !== '') ?? '';
}

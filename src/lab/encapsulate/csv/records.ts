import { CsvError as ParserError } from 'csv-parse';
import { parse } from 'csv-parse/sync';

import { CsvError } from './problem.ts';

/** One record of a file. */
export interface CsvRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** The cells as written in the file, without quotes; one empty cell for a blank line. */
  readonly cells: readonly string[];
}

/** The longest record, in characters. */
const longestRecord = 4_194_304;

interface Quoting {
  readonly escape: string;
  /** Quotes may stand in a cell that is not quoted. */
  readonly relaxed: boolean;
}

/** The ways of quoting, in the order in which they are tried: that of RFC 4180; `\"` for a quote in quotes; quotes at any place. */
const quotings: readonly Quoting[] = [
  { escape: '"', relaxed: false },
  { escape: '\\', relaxed: false },
  { escape: '"', relaxed: true },
];

/** Takes a text apart at `delimiter`. Throws `CsvError`. */
export function csvRecords(text: string, delimiter: string): readonly CsvRecord[] {
  let first: ParserError | undefined;
  for (const quoting of quotings) {
    try {
      const records = read(text, delimiter, quoting);
      if (!quoting.relaxed || !records.some(hasSwallowed)) return records;
    } catch (error) {
      if (!(error instanceof ParserError)) throw error;
      first ??= error;
    }
  }
  throw problemOf(first, text);
}

/** Whether a quote that was never closed has absorbed the next lines. */
const hasSwallowed = ({ cells }: CsvRecord): boolean => cells.some((cell) => /^".*[\r\n]/s.test(cell));

function read(text: string, delimiter: string, { escape, relaxed }: Quoting): readonly CsvRecord[] {
  const rows: unknown[] = parse(text, {
    delimiter,
    escape,
    raw: true,
    relax_column_count: true,
    relax_quotes: relaxed,
    max_record_size: longestRecord,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  let line = 1;
  return rows.map((row) => {
    const { raw, record } = readRow(row);
    const before = line;
    line += raw.match(/\r\n|\n|\r/g)?.length ?? 0;
    return { line: before, cells: record };
  });
}

function readRow(row: unknown): { readonly raw: string; readonly record: readonly string[] } {
  if (row === null || typeof row !== 'object' || !('raw' in row) || !('record' in row))
    throw new TypeError('no record');
  const { raw, record } = row;
  if (typeof raw !== 'string' || !Array.isArray(record)) throw new TypeError('no record');
  return { raw, record: record.map(String) };
}

function problemOf(error: ParserError | undefined, text: string): CsvError {
  const line = error && 'lines' in error ? Number(error.lines) : 0;
  switch (error?.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new CsvError([{ line: lineOfOpenQuote(text), text: 'a quote is opened here and never closed' }]);
    case 'CSV_MAX_RECORD_SIZE':
      return new CsvError([
        {
          line: lineOfOpenQuote(text),
          text: `a record is longer than ${longestRecord} characters; is a quote missing?`,
        },
      ]);
    default:
      return new CsvError([{ line, text: 'the quotes do not match: a quote inside of quotes is written twice' }]);
  }
}

/** The line of the last quote that opens. */
function lineOfOpenQuote(text: string): number {
  let [line, opened, open] = [1, 1, false];
  for (const sign of text) {
    if (sign === '\n') line++;
    else if (sign === '"') {
      open = !open;
      if (open) opened = line;
    }
  }
  return opened;
}

import { extname } from 'node:path';
import type { ReadOptions } from '#lab/encapsulate/csv/read-messages.ts';
import type { Mode } from '#lab/encapsulate/encapsulate.ts';
import { type Given, type Option, textOf, UsageError } from '#server/command.ts';
import { type LoopbackPlace, readLoopbackPlace } from './loopback-place.ts';

const modes: readonly Mode[] = ['stream', 'isolated', 'live'];

/** The format of a file, by the extension of the file name. */
const outputKinds = {
  '.pcapng': 'pcapng',
  '.pcap': 'pcap',
  '.html': 'html',
  '.htm': 'html',
  '.json': 'json',
  '.csv': 'csv',
} as const;

export type OutputKind = (typeof outputKinds)[keyof typeof outputKinds];

export interface Output {
  readonly file: string;
  readonly kind: OutputKind;
}

/** The options of `polylogue encapsulate`. */
export interface EncapsulateOptions {
  /** `-` for standard input. */
  readonly file: string;
  readonly mode: Mode;
  readonly reading: ReadOptions;
  readonly port: number | undefined;
  readonly to: LoopbackPlace | undefined;
  readonly outputs: readonly Output[];
  readonly show: 'table' | 'json' | 'csv';
  /** Which rows the table shows field by field. */
  readonly inFull: (row: number) => boolean;
  /** Rows shown in full by default. */
  readonly usualRows: number | undefined;
  readonly force: boolean;
}

/** The default number of rows that are shown field by field. */
const usualRows = 10;

export const encapsulateOptions: Readonly<Record<string, Option>> = {
  out: {
    value: 'FILE',
    multiple: true,
    help: 'write a file, by its extension: .html (report), .pcapng or .pcap (packets), .json, .csv (fields)',
  },
  mode: { value: 'MODE', help: 'stream (default), isolated or live; see above' },
  to: { value: 'HOST:PORT', help: 'live: send to a listener on this machine (default: one that it opens)' },
  json: { help: 'print everything as JSON instead of the table' },
  csv: { help: 'print everything as CSV, a line for each field, instead of the table' },
  rows: { value: 'ROWS', help: `rows shown field by field: 3, 1-20, all or none (default: the first ${usualRows})` },
  port: { value: 'PORT', help: 'port of servers, where the file has none (default: that of the protocol; HTTP: 8080)' },
  header: { value: 'NAMES', help: 'names of the columns, with commas, for a file without a header' },
  encoding: { value: 'NAME', help: 'the encoding of the file, such as windows-1255 (default: detected)' },
  'raw-text': { help: 'leave backslashes in messages alone: \\r\\n is four characters' },
  'skip-bad': { help: 'leave out bad rows, and list them, instead of refusing the file' },
  'info-as-message': { help: 'for a CSV export of Wireshark: take the Info column of every packet as its message' },
  force: { help: 'overwrite existing files' },
};

/** Throws `UsageError`. */
export function readEncapsulateOptions({ values, positionals }: Given): EncapsulateOptions {
  const [file = ''] = positionals;
  if (file === '') throw new UsageError('FILE is empty.');
  const mode = modes.find((known) => known === (textOf(values, 'mode') ?? 'stream'));
  if (!mode) throw new UsageError(`--mode is ${modes.join(', ')}, not ${JSON.stringify(textOf(values, 'mode'))}.`);
  const [json, csv] = [values['json'] === true, values['csv'] === true];
  if (json && csv) throw new UsageError('Choose --json or --csv; for both, add --out FILE.');
  const to = textOf(values, 'to');
  if (to !== undefined && mode !== 'live') throw new UsageError('--to is for --mode live.');
  const rows = textOf(values, 'rows');
  return {
    file,
    mode,
    reading: readingOf(values),
    port: portOf(textOf(values, 'port')),
    to: to === undefined ? undefined : readLoopbackPlace(to),
    outputs: outputsOf(values['out']),
    show: json ? 'json' : csv ? 'csv' : 'table',
    inFull: rows === undefined ? (row) => row <= usualRows : rowsOf(rows),
    usualRows: rows === undefined ? usualRows : undefined,
    force: values['force'] === true,
  };
}

function readingOf(values: Given['values']): ReadOptions {
  const encoding = textOf(values, 'encoding');
  if (encoding !== undefined) {
    try {
      new TextDecoder(encoding);
    } catch (error) {
      const known = 'utf-8, utf-16le, windows-1252, windows-1255';
      throw new UsageError(`${JSON.stringify(encoding)} is not an encoding. Some are: ${known}.`, { cause: error });
    }
  }
  return {
    encoding,
    header: textOf(values, 'header')
      ?.split(',')
      .map((name) => name.trim()),
    rawText: values['raw-text'] === true,
    skipBad: values['skip-bad'] === true,
    infoAsMessage: values['info-as-message'] === true,
  };
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`A port is a number from 1 to 65535, not ${JSON.stringify(text)}.`);
}

function outputsOf(value: Given['values'][string]): readonly Output[] {
  const files = Array.isArray(value) ? value : [];
  return files.map((file: string): Output => {
    const end = extname(file).toLowerCase();
    const kind = Object.entries(outputKinds).find(([known]) => known === end)?.[1];
    if (!kind) throw new UsageError(`${JSON.stringify(file)} must end in ${Object.keys(outputKinds).join(', ')}.`);
    if (files.indexOf(file) !== files.lastIndexOf(file)) throw new UsageError(`--out ${file} is given twice.`);
    return { file, kind };
  });
}

/** `all`, `none`, `3,5-7`. */
function rowsOf(text: string): (row: number) => boolean {
  if (text === 'all' || text === 'none') return () => text === 'all';
  const ranges = text.split(',').map((range): readonly [number, number] => {
    const [, first, last = first] = /^\s*(\d{1,6})(?:\s*-\s*(\d{1,6}))?\s*$/.exec(range) ?? [];
    if (first === undefined)
      throw new UsageError(`--rows is all, none, or rows such as 3,5-7, not ${JSON.stringify(text)}.`);
    return [Number(first), Number(last)];
  });
  return (row) => ranges.some(([first, last]) => row >= first && row <= last);
}

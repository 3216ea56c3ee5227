import { resolve } from 'node:path';
import type { Dialect } from '#dialects/dialect.ts';
import { quoted } from '#server/command-line.ts';
import { type Given, type Option, textOf, UsageError } from '#server/command.ts';
import { dialectNamed } from '#server/find-dialect.ts';
import { readSize } from '#server/parse-size.ts';
import type { AddressChoice } from './shown-addresses.ts';

/** A capture to a file, as the options ask for it. */
export interface FileChoice {
  /** Absolute. */
  readonly file: string;
  readonly limit: number;
  /** Undefined: all dialects. */
  readonly dialects: readonly string[] | undefined;
  readonly addresses: AddressChoice;
}

/** What a server captures from its start. */
export interface CaptureChoice {
  readonly file: FileChoice | undefined;
  /** Bytes of memory for recent events; 0: keep none. */
  readonly buffer: number;
}

/** The default size limit of a capture, in bytes. */
const usualLimit = 1e9;
export const leastLimit = 100_000;
const leastBuffer = 1e6;

export const addressesOption: Option = {
  value: 'real|synthetic',
  help: 'synthetic: each user name gets a made-up address in the capture, and real addresses are left out (default real)',
};

const limitHelp = 'the capture stops at this size, with a line in the log (default 1GB)';
const dialectHelp = 'only the listeners of these dialects, such as tsam,direct (default all)';

/** Options of `serve` and of the other commands that start a server. */
export const captureOptions: Readonly<Record<string, Option>> = {
  capture: {
    value: 'FILE',
    help: 'write all that clients and server send each other to a new pcapng file, for Wireshark; passwords masked',
  },
  'capture-dialect': { value: 'NAMES', help: dialectHelp },
  'capture-limit': { value: 'SIZE', help: limitHelp },
  'capture-buffer': {
    value: 'SIZE',
    help: 'keep the most recent bytes in memory, for example 64MB, for: polylogue capture export',
  },
  'capture-addresses': addressesOption,
};

/** Options of `capture start`. */
export const startOptions: Readonly<Record<string, Option>> = {
  dialect: { value: 'NAMES', help: dialectHelp },
  limit: { value: 'SIZE', help: limitHelp },
  addresses: addressesOption,
};

/** Throws `UsageError`. */
export function readCaptureOptions(values: Given['values'], dialects: readonly Dialect[]): CaptureChoice | undefined {
  const file = textOf(values, 'capture');
  const buffer = textOf(values, 'capture-buffer');
  if (file === undefined) {
    for (const option of ['capture-dialect', 'capture-limit', 'capture-addresses']) {
      if (values[option] !== undefined) throw new UsageError(`--${option} needs --capture FILE.`);
    }
  }
  if (file === undefined && buffer === undefined) return undefined;
  return {
    file: file === undefined ? undefined : readFileChoice(file, values, 'capture-', dialects),
    buffer: buffer === undefined ? 0 : readSize('capture-buffer', buffer, leastBuffer),
  };
}

/** `prefix`: put before the names of the options. Throws `UsageError`. */
export function readFileChoice(
  file: string,
  values: Given['values'],
  prefix: '' | 'capture-',
  dialects: readonly Dialect[],
): FileChoice {
  if (file === '') throw new UsageError('The name of the capture file is empty.');
  const limit = textOf(values, `${prefix}limit`);
  const names = textOf(values, `${prefix}dialect`);
  return {
    file: resolve(file),
    limit: limit === undefined ? usualLimit : readSize(`${prefix}limit`, limit, leastLimit),
    dialects: names === undefined ? undefined : readDialects(names, dialects),
    addresses: readAddresses(values, `${prefix}addresses`),
  };
}

/** Throws `UsageError`. */
export function readAddresses(values: Given['values'], option: string = 'addresses'): AddressChoice {
  const addresses = textOf(values, option) ?? 'real';
  if (addresses === 'real' || addresses === 'synthetic') return addresses;
  throw new UsageError(`--${option} is real or synthetic, not ${quoted(addresses)}.`);
}

function readDialects(names: string, dialects: readonly Dialect[]): readonly string[] {
  return names.split(',').map((name) => {
    const dialect = dialectNamed(name.trim(), dialects);
    if (typeof dialect === 'string') throw new UsageError(dialect);
    return dialect.name;
  });
}

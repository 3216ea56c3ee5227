import type { Dialect } from '#dialects/dialect.ts';
import { dialects } from '#dialects/index.ts';
import type { AddressChoice } from '#server/capture/shown-addresses.ts';
import { readAddresses } from '#server/capture/capture-options.ts';
import type { Given } from '#server/command.ts';
import { textOf, UsageError } from '#server/command.ts';
import { dialectNamed } from '#server/find-dialect.ts';

export interface RecordOptions {
  readonly dialect: Dialect;
  readonly host: string;
  readonly port: number;
  readonly listen: number;
  /** The transcript. One of the two is given. */
  readonly out: string | undefined;
  /** The capture. */
  readonly pcapng: string | undefined;
  readonly addresses: AddressChoice;
  readonly force: boolean;
  readonly keepSecrets: boolean;
}

/** Throws `UsageError`. */
export function readRecordOptions({ values, positionals }: Given): RecordOptions {
  const [name = '', host = '', port = ''] = positionals;
  const dialect = dialectNamed(name, dialects);
  if (typeof dialect === 'string') throw new UsageError(dialect);
  if (host === '') throw new UsageError('HOST is empty.');
  const [out, pcapng] = [textOf(values, 'out'), textOf(values, 'pcapng')];
  if (out === '' || pcapng === '') throw new UsageError('The name of a file is empty.');
  if (out === undefined && pcapng === undefined) {
    throw new UsageError('--out FILE is missing, or --pcapng FILE: where to write.');
  }
  return {
    dialect,
    host,
    port: readPort(port, 1),
    listen: typeof values['listen'] === 'string' ? readPort(values['listen'], 0) : 0,
    out,
    pcapng,
    addresses: readAddresses(values),
    force: values['force'] === true,
    keepSecrets: values['keep-secrets'] === true,
  };
}

function readPort(text: string, least: number): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= least && port <= 65_535) return port;
  throw new UsageError(`A port is a number from ${least} to 65535, not ${JSON.stringify(text)}.`);
}

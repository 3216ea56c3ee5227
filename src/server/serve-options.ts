import type { Millis } from '#chat/event.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { type CaptureChoice, captureOptions, readCaptureOptions } from './capture/capture-options.ts';
import { quoted } from './command-line.ts';
import { type Given, type Option, textOf, UsageError } from './command.ts';
import { type Limits, usualLimits } from './connection-limits.ts';
import { type Policy, policyOfFlags, policyOptions } from './listener-policy.ts';
import type { ListenerUrl } from './listener-url.ts';
import { registrationsPerHour } from './passwords.ts';

export type Durability = 'strict' | 'relaxed';

/** All options of a server. */
export interface ServeOptions extends CommonOptions {
  /** The data directory, or `:memory:`. */
  readonly data: string;
  readonly listen: readonly ListenerUrl[];
  /** Whether to print what the original programs print. */
  readonly console: boolean;
  /** The file to which the log lines of the original programs are appended. */
  readonly logFile: string | undefined;
}

/** Options of both `serve` and `<dialect> server`. */
export interface CommonOptions {
  readonly durability: Durability;
  /** The time between the announcement of the shutdown and the shutdown. */
  readonly grace: Millis;
  /** Rules for all listeners without their own. */
  readonly policy: Policy;
  /** Limits on connections. The bounds on memory always apply. */
  readonly limits: Limits | undefined;
  /** Whether every link is logged. */
  readonly verbose: boolean;
  /** Captures from the start. */
  readonly capture?: CaptureChoice | undefined;
}

export const commonOptions: Readonly<Record<string, Option>> = {
  durability: {
    value: 'strict|relaxed',
    help: 'strict (the default): nothing is shown before it is safely on disk; relaxed is faster: a power cut may lose the last moments, a crash of the server nothing',
  },
  grace: { value: 'SECONDS', help: 'on Ctrl-C, how long chat goes on after the announcement (default 5)' },
  ...policyOptions,
  'no-limits': {
    help: `for load tests: lifts the limits on connections (${usualLimits.perAddress} of one address, ${usualLimits.inAll} in all, ${usualLimits.loginTimeout / 60_000} minutes for a name) and on new accounts (${registrationsPerHour} an hour from one address); the bounds on memory stay`,
  },
  ...captureOptions,
  verbose: { help: 'also log who connected, logged in and left, on standard error' },
};

/** Throws `UsageError`. */
export function readCommonOptions({ values }: Given, dialects: readonly Dialect[]): CommonOptions {
  const { durability = 'strict' } = values;
  if (durability !== 'strict' && durability !== 'relaxed') {
    throw new UsageError(`--durability is strict or relaxed, not ${quoted(String(durability))}.`);
  }
  const capture = readCaptureOptions(values, dialects);
  const policy = policyOfFlags(values);
  if (typeof policy === 'string') throw new UsageError(policy);
  return {
    durability,
    grace: readGrace(textOf(values, 'grace') ?? '5'),
    policy,
    limits: values['no-limits'] === true ? undefined : usualLimits,
    verbose: values['verbose'] === true,
    ...(capture && { capture }),
  };
}

/** The value of `--data`. Throws `UsageError`. */
export function readData(values: Given['values'], usual: string): string {
  const data = textOf(values, 'data') ?? usual;
  if (data === '') throw new UsageError('--data needs a directory, or :memory:.');
  return data;
}

/** The value of `--log-file`. Throws `UsageError`. */
export function readLogFile(values: Given['values']): string | undefined {
  const file = textOf(values, 'log-file');
  if (file === '') throw new UsageError('--log-file needs the name of a file.');
  return file;
}

function readGrace(text: string): Millis {
  const seconds = Number(text);
  if (seconds >= 0 && seconds <= 3600 && text.trim() !== '') return seconds * 1000;
  throw new UsageError(`--grace takes seconds from 0 to 3600, not ${quoted(text)}.`);
}

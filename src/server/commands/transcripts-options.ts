import { dialects } from '#dialects/index.ts';
import type { CheckOptions } from '#lab/check-program.ts';
import type { ProgramOptions } from '#lab/program.ts';
import { type Given, type Option, textOf, UsageError } from '#server/command.ts';
import { dialectNamed } from '#server/find-dialect.ts';

import { programFile } from './program-line.ts';

/** Which transcripts are played, and against which program. */
export interface TranscriptsOptions {
  readonly program: ProgramOptions;
  readonly check: CheckOptions;
  /** Only transcripts that the original program of the dialect also passes. */
  readonly original: boolean;
  /** Names of the dialect's transcripts, or paths; empty for all of the dialect's. */
  readonly names: readonly string[];
}

const usual = { args: '{port}', timeout: '2000', pause: '20', longestWait: '30000', startTimeout: '10000' } as const;
const longestTime = 3_600_000;

export const transcriptsOptions: Readonly<Record<string, Option>> = {
  program: { value: 'PATH', help: 'the server: .py is run with python3, .js with Node, other files directly' },
  args: { value: 'ARGS', help: `its arguments, with {port} for the port to listen on (default: "${usual.args}")` },
  port: { value: 'PORT', help: 'the port it listens on, if it takes no {port} argument' },
  original: { help: 'only transcripts with the comment "# original: yes"' },
  timeout: { value: 'MS', help: `how long each line may take (default: ${usual.timeout})` },
  pause: { value: 'MS', help: `how long a client waits after each chunk (default: ${usual.pause})` },
  'longest-wait': {
    value: 'MS',
    help: `a transcript that waits longer in one line is not played (default: ${usual.longestWait})`,
  },
  'start-timeout': {
    value: 'MS',
    help: `how long the server may take to accept connections (default: ${usual.startTimeout})`,
  },
};

/** Paths are relative to `cwd`. Throws `UsageError`. */
export function readTranscriptsOptions({ values, positionals }: Given, cwd: string): TranscriptsOptions {
  const [dialectName = '', ...names] = positionals;
  const dialect = dialectNamed(dialectName, dialects);
  if (typeof dialect === 'string') throw new UsageError(dialect);
  const path = textOf(values, 'program') ?? '';
  if (path === '') throw new UsageError('--program PATH is missing: the server to be tested.');
  const port = textOf(values, 'port');
  const time = (flag: string, usually: string): number => number(flag, textOf(values, flag) ?? usually, 0, longestTime);
  return {
    program: {
      path: programFile(path, cwd),
      args: words(textOf(values, 'args') ?? usual.args),
      port: port === undefined ? undefined : number('port', port, 1, 65_535),
      startTimeout: time('start-timeout', usual.startTimeout),
    },
    check: {
      dialect: dialect.name,
      timeout: time('timeout', usual.timeout),
      pause: time('pause', usual.pause),
      longestWait: time('longest-wait', usual.longestWait),
    },
    original: values['original'] === true,
    names: names.map((name = '') => name),
  };
}

function number(flag: string, text: string, least: number, most: number): number {
  if (/^\d{1,7}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new UsageError(`--${flag} takes a number from ${least} to ${most}, not ${JSON.stringify(text)}.`);
}

/** Splits at spaces; text in quotes is one word. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(([whole, double, single]) => double ?? single ?? whole);
}

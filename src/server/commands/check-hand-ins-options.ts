import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { platform } from 'node:process';

import { type Limits, type IsolationLevel, isolationLevels, usualLimits } from '#lab/check/confine/isolation.ts';
import { findHandIns } from '#lab/check/hand-ins/find-hand-ins.ts';
import type { Started } from '#lab/check/hand-ins/run-hand-ins.ts';
import { commandFromWords, startCommand } from '#lab/check/hand-ins/start-command.ts';
import type { CommandLine } from '#lab/confinement.ts';
import { type Given, type Option, textOf, UsageError } from '#server/command.ts';

import { type CommonCheckOptions, numberOf, readCommonCheckOptions } from './check-options.ts';

/** A class whose hand-ins are checked, and how results are shown. */
export interface HandInsOptions extends CommonCheckOptions {
  readonly handIns: readonly Started[];
  readonly limits: Limits;
  /** Milliseconds that all checks of one hand-in may take. */
  readonly longestInAll: number;
  readonly level: IsolationLevel | undefined;
  /** Hand-ins that are checked at the same time; undefined: as many as the machine allows. */
  readonly jobs: number | undefined;
  readonly csv: string | undefined;
  readonly reports: string | undefined;
}

const usual = { seconds: '120', memory: String(usualLimits.memory >> 20), disk: String(usualLimits.disk >> 20) };
/** Hand-ins that are checked at the same time by default, at most. */
const maxJobs = 8;

export const handInsOptions: Readonly<Record<string, Option>> = {
  all: {
    value: 'PATTERN',
    multiple: true,
    help: "check many hand-ins, isolated from each other: 'submissions/*/server.py', or a folder",
  },
  csv: { value: 'FILE', help: 'with --all: write one row for each hand-in' },
  reports: { value: 'DIR', help: 'with --all: write a folder with the whole report of each hand-in' },
  build: {
    value: 'COMMAND',
    help: "with --all: a shell command that builds each hand-in in its folder, such as 'make'",
  },
  jobs: { value: 'N', help: 'with --all: how many are checked at a time (default: one for each processor)' },
  isolation: {
    value: 'LEVEL',
    help: `with --all: ${isolationLevels.join(', ')} (default: the first of them that works here)`,
  },
  'time-limit': { value: 'S', help: `with --all: seconds for each hand-in (default: ${usual.seconds})` },
  memory: { value: 'MB', help: `with --all: memory for each program (default: ${usual.memory})` },
  disk: { value: 'MB', help: `with --all: what each hand-in may write to files (default: ${usual.disk})` },
  processes: { value: 'N', help: `with --all: processes of each program (default: ${usualLimits.processes})` },
};

/** Throws `UsageError`. */
export function readHandInsOptions(given: Given): HandInsOptions {
  const { values } = given;
  if (platform === 'win32')
    throw new UsageError('--all needs Linux or macOS, because it keeps programs apart: on Windows, run it in WSL.');
  for (const flag of ['tap', 'junit', 'evidence', 'ca', 'by-hand'] as const) {
    if (values[flag] !== undefined)
      throw new UsageError(`--${flag} is for one program; with --all use --json, --csv or --reports.`);
  }
  const common = readCommonCheckOptions(given);
  const { suite, port } = common;
  const words = given.positionals.slice(1).map((word = '') => word);
  const isTemplate = words.some((word) => /\{(file|port)\}/.test(word)) || textOf(values, 'build') !== undefined;
  const patterns = [...listOf(values['all']), ...(isTemplate ? [] : words)];
  const build = textOf(values, 'build');
  if (common.transport === 'quic' && !words.some((word) => word.includes('{cert}')))
    throw new UsageError(
      'over QUIC the programs need a command line after --, with {cert}, and for servers {key}: the files of our certificate.',
    );
  const template = isTemplate ? templateOf(words, port) : undefined;
  const usually = [...(suite.side === 'client' ? ['127.0.0.1'] : []), ...(port === undefined ? ['{port}'] : [])];
  let handIns: readonly Started[];
  try {
    handIns = findHandIns(patterns, suite.side).map((handIn): Started => {
      const path = `${handIn.files.folder}/${handIn.files.file}`;
      const usualStart = handIn.problem === undefined ? startCommand(path, usually) : undefined;
      const line = template ? commandFromWords(template, path) : usualStart?.line;
      return { handIn, start: line && { build: build ?? (template ? undefined : usualStart?.build), line } };
    });
  } catch (error) {
    throw new UsageError(`--all: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const megabytes = (flag: string, usually: string): number => numberOf(values, flag, usually, 1 << 20) << 20;
  const level = textOf(values, 'isolation');
  const chosen = isolationLevels.find((each) => each === level);
  if (level !== undefined && chosen === undefined)
    throw new UsageError(`--isolation takes ${isolationLevels.join(', ')}, not ${JSON.stringify(level)}.`);
  const path = (flag: string): string | undefined => {
    const file = textOf(values, flag);
    return file === undefined ? undefined : resolve(file);
  };
  return {
    ...common,
    handIns,
    limits: {
      ...usualLimits,
      memory: megabytes('memory', usual.memory),
      disk: megabytes('disk', usual.disk),
      processes: numberOf(values, 'processes', String(usualLimits.processes), 10_000),
    },
    longestInAll: numberOf(values, 'time-limit', usual.seconds, 86_400) * 1000,
    level: chosen,
    jobs: values['jobs'] === undefined ? undefined : numberOf(values, 'jobs', '1', 64),
    csv: path('csv'),
    reports: path('reports'),
  };
}

/** How many are checked at the same time: one, if the port is fixed and all share one network. */
export function jobsOf({ jobs, port, handIns }: HandInsOptions, level: IsolationLevel): number {
  if (port !== undefined && level === 'group') return 1;
  return Math.min(handIns.length, jobs ?? Math.min(maxJobs, availableParallelism()));
}

const listOf = (value: Given['values'][string]): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];

/** The command that starts each hand-in, as given after `--`. */
function templateOf(words: readonly string[], port: number | undefined): CommandLine | undefined {
  const [command, ...args] = words;
  if (command === undefined) return undefined;
  if (port !== undefined || args.some((word) => word.includes('{port}'))) return [command, ...args];
  throw new UsageError('the programs do not get their port: write {port} in the command line, or give --port PORT.');
}

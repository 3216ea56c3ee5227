import { resolve } from 'node:path';

import { type Spec, specs, type Suite } from '#lab/check/check.ts';
import type { Times } from '#lab/check/run-check.ts';
import { suiteFor, suites } from '#lab/check/suites.ts';
import type { QuicServer } from '#lab/check/client-listener.ts';
import { clientTarget } from '#lab/check/client-target.ts';
import type { Reach } from '#lab/check/connect-server.ts';
import { addressTarget, programTarget, type Target } from '#lab/check/target.ts';
import type { TransportName } from '#link/transports.ts';
import { type Given, type Option, textOf, UsageError } from '#server/command.ts';

import { placeOf, quicServer, reachOf, transportOf } from './check-reach.ts';
import { programLine } from './program-line.ts';

/** What is checked, and how results are shown. */
export interface CommonCheckOptions {
  readonly suite: Suite;
  readonly spec: Spec;
  readonly transport: TransportName;
  /** A fixed port on which the program listens, or on which we listen for a client. */
  readonly port: number | undefined;
  /** Milliseconds: the pause after each chunk that we write, and the time in which a server must accept links. */
  readonly pause: number;
  readonly startTimeout: number;
  readonly times: Times;
  readonly repeat: number;
  readonly list: boolean;
  readonly format: 'text' | 'json' | 'tap';
  readonly junit: string | undefined;
  readonly rubric: string | undefined;
  readonly evidence: string | undefined;
}

/** A check of one program. */
export interface CheckOptions extends CommonCheckOptions {
  readonly target: Target;
  /** The target in the user's words. */
  readonly named: string;
  /** Ends the program, for one that we start: it does not get the Ctrl-C of the terminal. */
  readonly stop?: AbortController;
}

const usual = { timeout: '2000', silence: '300', pause: '30', start: '10000', repeat: '1' } as const;
/** Milliseconds that one check may take. */
const longestCheck = 30_000;

export const checkOptions: Readonly<Record<string, Option>> = {
  spec: {
    value: 'SPEC',
    help: 'code: the behaviour of the original program; readme: the rules of its description (default: code)',
  },
  transport: { value: 'tcp|quic', help: 'the transport of its connections (default: tcp); quic only for pdu' },
  ca: {
    value: 'FILE',
    help: 'with --transport quic: the certificate of the server, to be trusted; or use {cert} and {key}',
  },
  client: { help: 'the program is a client: we play the server' },
  port: { value: 'PORT', help: 'the port the program listens on, if it takes no {port} argument' },
  'by-hand': { help: 'you start the program and type: for programs with windows, or on other machines' },
  list: { help: 'list the checks, with the sentence of the specification for each' },
  rubric: { value: 'FILE', help: 'points: see docs/grading.md' },
  repeat: { value: 'N', help: `run everything N times, and name flaky checks (default: ${usual.repeat})` },
  json: { help: 'print one JSON value instead of text' },
  tap: { help: 'print TAP instead of text' },
  junit: { value: 'FILE', help: 'write JUnit XML as well' },
  evidence: { value: 'DIR', help: 'write failed exchanges as .pcapng, Mermaid and SVG' },
  timeout: { value: 'MS', help: `how long each step may take (default: ${usual.timeout})` },
  silence: { value: 'MS', help: `how long to wait where no answer is expected (default: ${usual.silence})` },
  pause: { value: 'MS', help: `how long a client waits after each message (default: ${usual.pause})` },
  'start-timeout': {
    value: 'MS',
    help: `how long the program may take to accept a connection, or to open one (default: ${usual.start})`,
  },
};

/** The options of every kind of check. Throws `UsageError`. */
export function readCommonCheckOptions({ values, positionals }: Given): CommonCheckOptions {
  const [dialect = ''] = positionals;
  const side = values['client'] === true ? 'client' : 'server';
  const suite = suiteFor(dialect, side);
  if (!suite) throw new UsageError(noSuite(dialect, side));
  const spec = specs.find((each) => each === (textOf(values, 'spec') ?? 'code'));
  if (!spec) throw new UsageError(`--spec takes code or readme, not ${JSON.stringify(textOf(values, 'spec'))}.`);
  if (values['json'] === true && values['tap'] === true) throw new UsageError('Choose --json or --tap.');
  const path = (flag: string): string | undefined => {
    const given = textOf(values, flag);
    return given === undefined ? undefined : resolve(given);
  };
  return {
    suite,
    spec,
    transport: transportOf(values, suite),
    port: textOf(values, 'port') === undefined ? undefined : numberOf(values, 'port', '', 65_535),
    pause: numberOf(values, 'pause', usual.pause, 10_000),
    startTimeout: numberOf(values, 'start-timeout', usual.start, 600_000),
    times: {
      timeout: numberOf(values, 'timeout', usual.timeout, longestCheck),
      silence: numberOf(values, 'silence', usual.silence, longestCheck),
      longest: longestCheck,
    },
    repeat: numberOf(values, 'repeat', usual.repeat, 100),
    list: values['list'] === true,
    format: values['json'] === true ? 'json' : values['tap'] === true ? 'tap' : 'text',
    junit: path('junit'),
    rubric: path('rubric'),
    evidence: path('evidence'),
  };
}

/** Milliseconds for a person who types and reads: for each step, and for a whole check. */
const [handStep, handCheck] = [60_000, 900_000];

/** The times of a check in which a person takes part. `typing`: the person acts in each step. */
export const handTimes = (times: Times, values: Given['values'], typing: boolean): Times => ({
  ...times,
  ...(typing && textOf(values, 'timeout') === undefined ? { timeout: handStep } : {}),
  longest: handCheck,
});

/** A whole number from 1 on. Throws `UsageError`. */
export function numberOf(values: Given['values'], flag: string, usually: string, most: number): number {
  const text = textOf(values, flag) ?? usually;
  if (/^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
  throw new UsageError(`--${flag} takes a number from 1 to ${most}, not ${JSON.stringify(text)}.`);
}

/** The check of one program. Throws `UsageError`. */
export function readCheckOptions(given: Given): CheckOptions {
  const common = readCommonCheckOptions(given);
  const { suite, list, port, pause, startTimeout } = common;
  const { values } = given;
  const words = given.positionals.slice(1).map((word = '') => word);
  const target: Pick<CheckOptions, 'target' | 'named' | 'stop'> =
    list && words.length === 0
      ? { target: nowhere, named: '' }
      : suite.side === 'client'
        ? clientOf(words, startTimeout, port, quicServer(values, suite, words))
        : targetOf(reachOf(values, suite, words), port, pause, startTimeout);
  return { ...common, ...target };
}

/** For `--list`, which runs nothing. */
const nowhere: Target = {
  parallel: false,
  begin: () => Promise.reject(new Error('there is no program to check')),
};

function noSuite(dialect: string, side: string): string {
  const names = [...new Set(suites.filter((suite) => suite.side === side).map((suite) => suite.dialect))];
  return `there are no checks for a ${side} of ${JSON.stringify(dialect)}. Checks exist for: ${names.join(', ')}.`;
}

function targetOf(
  { reach, words }: { readonly reach: Reach; readonly words: readonly string[] },
  port: number | undefined,
  pause: number,
  startTimeout: number,
): Pick<CheckOptions, 'target' | 'named' | 'stop'> {
  const [first, ...rest] = words;
  if (first === undefined) throw new UsageError('There is nothing to check. Give HOST:PORT, or -- and a command line.');
  const place = rest.length === 0 ? placeOf(first) : undefined;
  if (place) return { target: addressTarget(place.host, place.port, pause, reach), named: first };
  const told = rest.some((word) => word.includes('{port}'));
  if (!told && port === undefined) {
    throw new UsageError('the program does not get its port: write {port} in its arguments, or give --port PORT.');
  }
  const stop = new AbortController();
  const options = { ...programLine(words, process.cwd()), port, startTimeout, stop: stop.signal };
  return { target: programTarget(options, pause, reach), named: words.join(' '), stop };
}

function clientOf(
  words: readonly string[],
  startTimeout: number,
  port: number | undefined,
  quic: QuicServer | undefined,
): Pick<CheckOptions, 'target' | 'named' | 'stop'> {
  const [first, ...args] = words;
  if (first === undefined)
    throw new UsageError('There is nothing to check. Give -- and the command line of the client.');
  if (port === undefined && !args.some((word) => word.includes('{port}'))) {
    throw new UsageError('the client does not get our port: write {port} in its arguments, or give --port PORT.');
  }
  const stop = new AbortController();
  const options = { ...programLine(words, process.cwd()), stop: stop.signal };
  return { target: clientTarget(options, startTimeout, port, quic), named: words.join(' '), stop };
}

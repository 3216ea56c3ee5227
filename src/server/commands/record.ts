import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

import { visible } from '#text/visible.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { dialects } from '#dialects/index.ts';
import { record } from '#lab/record.ts';
import type { Recorder } from '#lab/record.ts';
import type { Command, Given } from '#server/command.ts';
import { UsageError } from '#server/command.ts';
import { dialectNamed } from '#server/dialect-named.ts';
import { failureOf } from '#server/failure.ts';
import { stopSignals } from '#server/stop-signals.ts';
import { systemClock } from '#server/system-clock.ts';
import { version } from '#server/version.ts';
import { listensThere } from './listens-there.ts';

const cannotCreate = 73;
const cannotWrite = 74;

/** `polylogue record`: a proxy that writes a transcript of what passes. */
export const recordCommand: Command = {
  name: 'record',
  args: 'DIALECT HOST PORT',
  count: [3, 3],
  summary: 'write a transcript of what clients and a server say to each other',
  about:
    'Stands between clients and the server at HOST PORT, whoever wrote it, passes every byte at once, and\n' +
    'writes down who said what: a transcript, which can be read, and played against any other server\n' +
    '(docs/transcripts.md). Passwords in it are blotted out, as far as the dialect knows them.',
  options: {
    out: { value: 'FILE', help: 'the transcript' },
    listen: { value: 'PORT', help: 'where clients are awaited, on loopback (default: any free port)' },
    force: { help: 'write over FILE if there is one' },
    'keep-secrets': { help: 'write passwords down as they are' },
  },
  examples: ['polylogue record nick 127.0.0.1 43221 --out evening.txt'],
  async run(given) {
    const wanted = readRecordOptions(given);
    const file = open(wanted);
    if (typeof file === 'string') return complain(file, cannotCreate);
    const signals = stopSignals(() => {});
    try {
      const recorder = await begin(wanted, file);
      await tellWhoListens(wanted);
      return await untilEnded(recorder, wanted, signals.first);
    } catch (error) {
      if (!wanted.force) rmSync(wanted.out, { force: true });
      const { sentence, exit } = failureOf(error);
      return complain(sentence, exit);
    } finally {
      signals.forget();
      closeSync(file);
    }
  },
};

export interface RecordWish {
  readonly dialect: Dialect;
  readonly host: string;
  readonly port: number;
  readonly listen: number;
  readonly out: string;
  readonly force: boolean;
  readonly keepSecrets: boolean;
}

/** Throws `UsageError`. */
export function readRecordOptions({ values, positionals }: Given): RecordWish {
  const [name = '', host = '', port = ''] = positionals;
  const dialect = dialectNamed(name, dialects);
  if (typeof dialect === 'string') throw new UsageError(dialect);
  if (host === '') throw new UsageError('HOST is empty.');
  const { out } = values;
  if (typeof out !== 'string' || out === '') throw new UsageError('--out FILE is missing: where to write.');
  return {
    dialect,
    host,
    port: readPort(port, 1),
    listen: typeof values['listen'] === 'string' ? readPort(values['listen'], 0) : 0,
    out,
    force: values['force'] === true,
    keepSecrets: values['keep-secrets'] === true,
  };
}

function readPort(text: string, least: number): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= least && port <= 65_535) return port;
  throw new UsageError(`A port is a number from ${least} to 65535, not ${JSON.stringify(text)}.`);
}

/** A descriptor, or a sentence that says why there is none. */
function open({ out, force }: RecordWish): number | string {
  try {
    // What people say to each other is nobody else's business.
    return openSync(out, force ? 'w' : 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return `${out} is there already. Choose another file, or write over it with --force.`;
    }
    return `cannot write ${out}: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

async function begin(wanted: RecordWish, file: number): Promise<Recorder> {
  const { dialect, keepSecrets } = wanted;
  const write = (text: string): void => writeAll(file, text);
  const recorder = await record({
    ...wanted,
    dialect: dialect.name,
    mask: keepSecrets ? () => (chunk) => chunk : () => dialect.mask(),
    write,
    say: (sentence) => void complain(sentence, 0),
    now: () => performance.now(),
    after: systemClock.after,
  });
  const where = visible(`${dialect.name} at ${wanted.host}:${wanted.port}`);
  write(`# Recorded ${new Date().toISOString()} with polylogue ${version}: ${where}.\n`);
  write(`# ${keepSecrets ? 'Passwords stand here as they were sent.' : 'Passwords are blotted out with asterisks.'}\n`);
  if (keepSecrets) complain(`passwords will stand in ${wanted.out} as they are sent.`, 0);
  process.stdout.write(`Recording. Point your client at 127.0.0.1:${recorder.port}; Ctrl-C ends.\n`);
  return recorder;
}

/** On standard error: the line before is for the person who starts the client. */
async function tellWhoListens({ host, port, dialect }: RecordWish): Promise<void> {
  const there = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const known: Readonly<Record<string, string>> = {
    true: `a server listens at ${there}`,
    false: `nobody listens at ${there} yet: start the ${dialect.name} server before your client`,
    undefined: `whether a server listens at ${there} shows when a client comes`,
  };
  complain(`waiting for a client; ${known[String(await listensThere(host, port))]}.`, 0);
}

function writeAll(file: number, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

async function untilEnded(recorder: Recorder, { out }: RecordWish, interrupted: Promise<void>): Promise<number> {
  try {
    await Promise.race([interrupted, recorder.failed]);
  } catch (error) {
    return complain(`cannot write ${out}: ${error instanceof Error ? error.message : String(error)}.`, cannotWrite);
  } finally {
    await recorder.stop();
  }
  const { actors, lines } = recorder.script;
  const whom = actors === 1 ? 'one actor' : `${actors} actors`;
  process.stdout.write(`\n${visible(out)} has ${lines} lines about ${whom}.\n`);
  return 0;
}

function complain(sentence: string, exit: number): number {
  process.stderr.write(`polylogue record: ${visible(sentence)}\n`);
  return exit;
}

import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { visible } from '#text/visible.ts';
import { systemReason } from '#text/system-reason.ts';
import { record } from '#lab/record.ts';
import type { Recorder } from '#lab/record.ts';
import type { Stdio } from '#server/stdio.ts';
import { addressesOption } from '#server/capture/capture-options.ts';
import { RecordedCapture } from '#server/capture/recorded-capture.ts';
import type { Command } from '#server/command.ts';
import { formatListenerUrl } from '#server/listener-url.ts';
import { asArgument } from '#server/program.ts';
import { failureOf } from '#server/failure.ts';
import { stopSignals } from '#server/stop-signals.ts';
import { systemClock } from '#server/system-clock.ts';
import { version } from '#server/version.ts';
import { isListening } from './is-listening.ts';
import { type RecordOptions, readRecordOptions } from './record-options.ts';

const cannotCreate = 73;
const cannotWrite = 74;

/** `polylogue record`: a proxy that writes a transcript of what it relays. */
export const recordCommand: Command = {
  name: 'record',
  args: 'DIALECT HOST PORT',
  count: [3, 3],
  summary: 'record what clients and a server send each other as a transcript',
  about:
    'A proxy between clients and any server at HOST PORT. It relays every byte at once, and\n' +
    'records who sent what: a transcript, which can be read, and played against any other server\n' +
    '(docs/transcripts.md), or a capture (docs/captures.md). Passwords that the dialect recognises are masked.',
  options: {
    out: { value: 'FILE', help: 'the transcript' },
    pcapng: { value: 'FILE', help: 'a new capture for Wireshark, with or without a transcript' },
    addresses: addressesOption,
    listen: { value: 'PORT', help: 'the port for clients, on loopback (default: any free port)' },
    force: { help: 'overwrite FILE if it exists' },
    'keep-secrets': { help: 'do not mask passwords' },
  },
  examples: [
    'polylogue record nick 127.0.0.1 43221 --out evening.txt',
    'polylogue record tsam 127.0.0.1 4021 --pcapng evening.pcapng',
  ],
  async run(given, stdio) {
    const wanted = readRecordOptions(given);
    const file = wanted.out === undefined ? undefined : open(wanted.out, wanted.force);
    if (typeof file === 'string') return complain(stdio, file, cannotCreate);
    let capture: RecordedCapture | undefined;
    const signals = stopSignals(() => {});
    try {
      capture = captureOf(wanted, stdio);
      const recorder = await begin(wanted, stdio, file, capture);
      await tellWhoListens(wanted, stdio);
      return await untilEnded(recorder, wanted, stdio, signals.first);
    } catch (error) {
      if (wanted.out !== undefined && !wanted.force) rmSync(wanted.out, { force: true });
      if (wanted.pcapng !== undefined && capture) rmSync(wanted.pcapng, { force: true });
      const { sentence, exit } = failureOf(error);
      return complain(stdio, sentence, exit);
    } finally {
      signals.forget();
      if (file !== undefined) closeSync(file);
      capture?.close();
    }
  },
};

/** A descriptor, or a sentence with the reason why it cannot be opened. */
function open(out: string, force: boolean): number | string {
  try {
    // Only the owner may read what people say.
    return openSync(out, force ? 'w' : 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return `${out} exists already. Choose another file, or overwrite it with --force.`;
    }
    return `cannot write ${out}: ${systemReason(error, 'directory')}.`;
  }
}

/** Throws a `CaptureError`. */
function captureOf(wanted: RecordOptions, stdio: Stdio): RecordedCapture | undefined {
  const { dialect, host, port, pcapng, addresses, keepSecrets } = wanted;
  if (pcapng === undefined) return undefined;
  return new RecordedCapture({
    file: pcapng,
    dialect,
    url: formatListenerUrl(dialect, host, port),
    keepSecrets,
    addresses,
    program: `polylogue ${version}`,
    now: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n,
    onEnd: (why) => void complain(stdio, `the capture has ended: ${why}.`, 0),
  });
}

async function begin(
  wanted: RecordOptions,
  stdio: Stdio,
  file: number | undefined,
  watch: RecordedCapture | undefined,
): Promise<Recorder> {
  const { dialect, keepSecrets } = wanted;
  const write = (text: string): void => (file === undefined ? undefined : writeAll(file, text));
  const recorder = await record({
    ...wanted,
    dialect: dialect.name,
    mask: keepSecrets ? () => (chunk) => chunk : () => dialect.mask(),
    write,
    watch,
    say: (sentence) => void complain(stdio, sentence, 0),
    now: () => performance.now(),
    after: systemClock.after,
  });
  const where = visible(`${dialect.name} at ${wanted.host}:${wanted.port}`);
  write(`# Recorded ${new Date().toISOString()} with polylogue ${version}: ${where}.\n`);
  write(`# ${keepSecrets ? 'Passwords are not masked.' : 'Passwords are masked with asterisks.'}\n`);
  if (keepSecrets) complain(stdio, `passwords in ${filesOf(wanted)} will not be masked.`, 0);
  stdio.stdout.write(`Recording. Point your client at 127.0.0.1:${recorder.port}; Ctrl-C ends.\n`);
  return recorder;
}

/** Says on standard error whether a server listens. The line on standard output is for the person who starts the client. */
async function tellWhoListens({ host, port, dialect }: RecordOptions, stdio: Stdio): Promise<void> {
  const there = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const known: Readonly<Record<string, string>> = {
    true: `a server listens at ${there}`,
    false: `nobody listens at ${there} yet: start the ${dialect.name} server before your client`,
    undefined: `the first client will show whether a server listens at ${there}`,
  };
  complain(stdio, `waiting for a client; ${known[String(await isListening(host, port))]}.`, 0);
}

function writeAll(file: number, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

const filesOf = ({ out, pcapng }: RecordOptions): string =>
  [out, pcapng].filter((file) => file !== undefined).join(' and ');

async function untilEnded(
  recorder: Recorder,
  wanted: RecordOptions,
  stdio: Stdio,
  interrupted: Promise<void>,
): Promise<number> {
  const { out, pcapng } = wanted;
  try {
    await Promise.race([interrupted, recorder.failed]);
  } catch (error) {
    return complain(stdio, `cannot write ${out}: ${systemReason(error, 'directory')}.`, cannotWrite);
  } finally {
    await recorder.stop();
  }
  const { actors, lines } = recorder.script;
  const whom = actors === 1 ? 'one actor' : `${actors} actors`;
  if (out !== undefined) stdio.stdout.write(`\n${visible(out)} has ${lines} lines about ${whom}.\n`);
  if (pcapng !== undefined) stdio.stdout.write(`\n${visible(pcapng)} shows ${whom}: tshark -r ${asArgument(pcapng)}\n`);
  return 0;
}

function complain({ stderr }: Stdio, sentence: string, exit: number): number {
  stderr.write(`polylogue record: ${visible(sentence)}\n`);
  return exit;
}

import { readFile } from 'node:fs/promises';

import { dialects } from '#dialects/index.ts';
import { writeTranscriptCapture } from '#lab/capture/transcripts/from-transcript.ts';
import { parseTranscript, type Transcript, TranscriptError } from '#lab/transcript.ts';
import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { CommandError } from '#server/control/command-error.ts';
import { version } from '#server/version.ts';

import { captureFormatFor, reading, writeNewFile } from './capture-file.ts';
import { say, reportingRefusals } from './report-refusals.ts';

const noTranscript = 65;
/** The port of dialects that Polylogue does not speak. */
const otherPort = 9000;
/** The time of a transcript without a recording time: the beginning of 2026. */
const usualStart = Date.UTC(2026, 0, 1);

/** `polylogue capture from-transcript`: a transcript becomes a capture. */
export const captureFromTranscriptCommand: Command = {
  name: 'capture from-transcript',
  args: 'TRANSCRIPT',
  count: [1, 1],
  summary: 'write a transcript as a capture, to look at in Wireshark',
  about: `Writes a transcript (docs/transcripts.md) as a capture: each actor is a client on loopback, each line a write, and
pauses are as long as written. All headers are synthetic, and the same transcript always gives the same capture. Bytes
that a transcript does not fix (\`\\?\`, \`\\*\`) become \`?\` and \`…\`, and \`\\{name}\` becomes the name.`,
  options: {
    out: { value: 'FILE', short: 'o', help: 'the capture: .pcapng, or .pcap' },
  },
  examples: ['polylogue capture from-transcript evening.txt -o evening.pcapng'],
  run: (given, stdio) => reportingRefusals('capture from-transcript', stdio, () => runFromTranscript(given, stdio)),
};

async function runFromTranscript({ values, positionals }: Given, stdio: Stdio): Promise<number> {
  const [path = ''] = positionals;
  const out = textOf(values, 'out');
  if (out === undefined) throw new UsageError('--out FILE is missing: where to write the capture.');
  const format = captureFormatFor(out);
  const transcript = parsed(await reading(path, () => readFile(path, 'utf8')), path);
  await writeNewFile(out, async (write) => {
    const portOf = (dialect: string): number => dialects.find(({ name }) => name === dialect)?.port ?? otherPort;
    writeTranscriptCapture({
      transcript,
      format,
      program: `Polylogue ${version}`,
      start: startOf(transcript),
      portOf,
      write,
    });
  });
  const links = transcript.lines.filter(({ kind }) => kind === 'opens').length;
  say(stdio, `${out} has ${links === 1 ? 'one conversation' : `${links} conversations`}.`);
  return 0;
}

function parsed(text: string, path: string): Transcript {
  try {
    return parseTranscript(text, path);
  } catch (error) {
    if (!(error instanceof TranscriptError)) throw error;
    throw new CommandError(`${error.message}.`, noTranscript, { cause: error });
  }
}

/** The recording time, in the form the recorder writes. */
function startOf({ lines }: Transcript): bigint {
  const [first] = lines;
  const [, stamp = ''] = (first?.kind === 'note' ? /^# Recorded (\S+Z) /.exec(first.text) : undefined) ?? [];
  const recorded = Date.parse(stamp);
  return BigInt(Number.isNaN(recorded) ? usualStart : recorded) * 1_000_000n;
}

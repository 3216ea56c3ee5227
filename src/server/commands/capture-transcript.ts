import { wantedConversations } from '#lab/capture/doctor/clean-copy.ts';
import { diagnose } from '#lab/capture/doctor/diagnosis.ts';
import { writeTranscript } from '#lab/capture/transcripts/to-transcript.ts';
import type { Mask } from '#text/mask.ts';
import { dialects } from '#dialects/index.ts';
import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { CommandError } from '#server/control/command-error.ts';
import { version } from '#server/version.ts';

import { reading, writeNewFile } from './capture-file.ts';
import { fileProgress } from './file-progress.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { standardOutput } from './standard-output.ts';

const noCapture = 65;

/** `polylogue capture transcript`: a capture becomes a transcript. */
export const captureTranscriptCommand: Command = {
  name: 'capture transcript',
  args: 'FILE',
  count: [1, 1],
  summary: 'write what was said in a capture as a transcript',
  about: `Reads a capture (pcap or pcapng), finds its chats, and writes their messages as a transcript, which can be read, and played
against any server of that dialect (docs/transcripts.md). Each byte is written once and in order, even if it was sent twice.
Passwords that the dialect recognises are masked. A chat in an unknown protocol is written as \`tcp\`: it can be
read, but not played.`,
  options: {
    out: { value: 'FILE', short: 'o', help: 'the transcript; without it, standard output' },
    conversation: {
      value: 'N',
      multiple: true,
      help: 'only this conversation, by its number in capture doctor --json',
    },
    dialect: { value: 'NAME', help: 'the dialect of all conversations, where it is not recognised' },
    'keep-secrets': { help: 'write passwords as they are' },
  },
  examples: [
    'polylogue capture transcript homework.pcapng',
    'polylogue capture transcript homework.pcapng -o evening.txt',
  ],
  run: (given, stdio) => reportingRefusals('capture transcript', stdio, () => runTranscript(given, stdio)),
};

async function runTranscript({ values, positionals }: Given, stdio: Stdio): Promise<number> {
  const [path = ''] = positionals;
  const numbers = readNumbers(values['conversation']);
  const dialect = textOf(values, 'dialect');
  if (dialect !== undefined && !/^[a-z][a-z0-9.+-]*$/.test(dialect))
    throw new UsageError(`${JSON.stringify(dialect)} cannot be the name of a dialect.`);
  const out = textOf(values, 'out');
  using progress = fileProgress(stdio.stderr, path, 'reading');
  const diagnosis = await reading(path, () => diagnose(path, progress.read));
  if ('unreadable' in diagnosis) throw new CommandError(`${path} is not a capture. ${diagnosis.unreadable}`, noCapture);
  const found =
    numbers.length === 0
      ? wantedConversations(diagnosis)
      : diagnosis.verdicts.filter(({ conversation }) => numbers.includes(conversation.number));
  if (found.length === 0) {
    throw new CommandError(
      numbers.length === 0 ? `There is no chat in ${path}.` : `${path} has no conversation ${numbers.join(', ')}.`,
    );
  }
  const keep = values['keep-secrets'] === true;
  const mask = (spoken: string): Mask =>
    (keep ? undefined : dialects.find(({ name }) => name === spoken)?.mask()) ?? ((chunk) => chunk);
  const head = `# From the capture ${path}, by polylogue ${version}. ${keep ? 'Passwords are not masked.' : 'Passwords are masked.'}\n`;
  const write = async (take: (text: string) => void): Promise<{ readonly actors: number; readonly lines: number }> => {
    take(head.replaceAll(/[\p{Cc}]/gu, ' ').trimEnd() + '\n');
    return writeTranscript({ path, diagnosis, wanted: found, dialect, mask, write: take, progress: progress.read });
  };
  if (out === undefined) {
    const output = standardOutput(stdio.stdout);
    const texts: string[] = [];
    await write((text) => texts.push(text));
    for (const text of texts) if (!(await output.write(text))) return 0;
    await output.end();
    return 0;
  }
  const utf8 = new TextEncoder();
  let written = { actors: 0, lines: 0 };
  await writeNewFile(out, async (take) => {
    written = await write((text) => take(utf8.encode(text)));
  });
  say(
    stdio,
    `${out} has ${written.lines} lines about ${written.actors === 1 ? 'one actor' : `${written.actors} actors`}.`,
  );
  return 0;
}

function readNumbers(given: Given['values'][string]): readonly number[] {
  const words = Array.isArray(given) ? given : [];
  return words.map((word: string) => {
    if (/^[1-9]\d{0,8}$/.test(word)) return Number(word);
    throw new UsageError(`A conversation is a number, not ${JSON.stringify(word)}: capture doctor --json has them.`);
  });
}

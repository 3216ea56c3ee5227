import { visible } from '#text/visible.ts';
import { wantedConversations, writeCleaned } from '#lab/capture/doctor/clean-copy.ts';
import { type Diagnosis, diagnose } from '#lab/capture/doctor/diagnosis.ts';
import { plainReport, reportLines, type ReportStyle } from '#lab/capture/doctor/report.ts';
import { reportValue } from '#lab/capture/doctor/report-json.ts';
import { type Command, type Given, textOf } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { CommandError } from '#server/control/command-error.ts';
import { version } from '#server/version.ts';

import { captureFormatFor, reading, writeNewFile } from './capture-file.ts';
import { fileProgress } from './file-progress.ts';
import { jsonLine } from './json-line.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { type StandardOutput, standardOutput } from './standard-output.ts';

const noChat = 1;
const noCapture = 65;

/** `polylogue capture doctor`: says what is in a capture of any program. */
export const captureDoctorCommand: Command = {
  name: 'capture doctor',
  args: 'FILE',
  count: [1, 1],
  summary: 'explain a capture: the chats in it, and everything else',
  about: `Reads a capture of any program (pcap or pcapng, packed with gzip or not) and finds the chat conversations in it, by their
bytes and not by port. It names the dialect if Polylogue knows it, says what is wrong with a conversation (it began
before the capture, bytes are missing, lines have no end, …), and names and explains everything else. Wrong
checksums of packets that the network card completes later (checksum offload) are not a fault.

With --out it writes the chat conversations, and nothing else, to a new capture: in order, each byte once, with a
handshake also where it is missing, in packets that Wireshark accepts without a warning. If there is no chat, but there are one-way
messages, it writes those.

Exit code 0: there is a chat in it. 1: there is none. 65: the file is not a capture. 66: it cannot be read.`,
  options: {
    all: { help: 'list every conversation with its verdict, in their order' },
    json: { help: 'one JSON object: the verdict, every chat, every conversation, and everything else by kind' },
    out: { value: 'FILE', short: 'o', help: 'write a cleaned capture: .pcapng, or .pcap' },
  },
  examples: [
    'polylogue capture doctor homework.pcapng',
    'polylogue capture doctor homework.pcapng --json',
    'polylogue capture doctor homework.pcapng -o cleaned.pcapng',
  ],
  run: (given, stdio) => reportingRefusals('capture doctor', stdio, () => runDoctor(given, stdio)),
};

async function runDoctor({ values, positionals }: Given, stdio: Stdio): Promise<number> {
  const [path = ''] = positionals;
  const out = textOf(values, 'out');
  const format = out === undefined ? undefined : captureFormatFor(out);
  const diagnosis = await diagnosed(path, stdio);
  const output = standardOutput(stdio.stdout);
  if (values['json'] === true) await output.write(jsonLine(reportValue(path, diagnosis)));
  else await writeReport(output, path, diagnosis, values['all'] === true);
  await output.end();
  if (out !== undefined && format) {
    const wanted = wantedConversations(diagnosis);
    if (wanted.length === 0) throw new CommandError(`${out} was not written: there is no chat in ${path}.`);
    await writeNewFile(out, async (write) => {
      using progress = fileProgress(stdio.stderr, path, 'writing');
      const program = `Polylogue ${version}`;
      await writeCleaned({ path, diagnosis, format, program, write, progress: progress.read });
    });
    const conversations = wanted.length === 1 ? 'one conversation' : `${wanted.length} conversations`;
    say(stdio, `${out} has ${conversations}.`);
  }
  return diagnosis.chats.length > 0 ? 0 : noChat;
}

async function diagnosed(path: string, stdio: Stdio): Promise<Diagnosis> {
  using progress = fileProgress(stdio.stderr, path, 'reading');
  const found = await reading(path, () => diagnose(path, progress.read));
  if ('unreadable' in found) throw new CommandError(`${path} is not a capture. ${found.unreadable}`, noCapture);
  return found;
}

async function writeReport(output: StandardOutput, path: string, diagnosis: Diagnosis, all: boolean): Promise<void> {
  for (const line of reportLines(path, diagnosis, output.colours ? coloured : plainReport, all)) {
    if (!(await output.write(`${line}\n`))) return;
  }
}

const sgr = (code: number, text: string): string => `\u001b[${code}m${text}\u001b[0m`;

const coloured: ReportStyle = {
  text: visible,
  strong: (text) => sgr(1, visible(text)),
  faint: (text) => sgr(2, visible(text)),
  warning: (text) => sgr(33, visible(text)),
};

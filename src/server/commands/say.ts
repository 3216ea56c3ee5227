import { maxText } from '#chat/limits.ts';
import { type Command, type Given, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { dataOption } from './data-directory.ts';
import { reportingRefusals } from './report-refusals.ts';
import { pipedText } from './piped-text.ts';
import { change, doneJson } from './report-change.ts';

export const sayCommand: Command = {
  name: 'say',
  args: 'ROOM [TEXT …]',
  count: [1, 1000],
  summary: 'send a message to a room, as the server',
  about: `It is sent under the name "server", which nobody else can have. Without TEXT, it is read from a pipe.`,
  options: { json: doneJson, data: dataOption },
  examples: ["polylogue say '#lobby' 'The server restarts at five.'", "polylogue say '#lobby' < announcement.txt"],
  run: (given, stdio) => reportingRefusals('say', stdio, () => speak(given, stdio)),
};

async function speak(given: Given, stdio: Stdio): Promise<number> {
  const [room = '', ...words] = given.positionals;
  if (room === '') throw new UsageError("ROOM is empty. In a shell a room's # must be quoted: '#lobby'.");
  if (words.length === 0 && stdio.stdin.isTTY) throw new UsageError('TEXT is missing.');
  const text = (words.length === 0 ? await pipedText(stdio.stdin, maxText) : words.join(' ')).trim();
  if (text === '') throw new UsageError('TEXT is empty.');
  return change(given, stdio, { kind: 'say', room, text }, { did: 'say', room, text }, () => `Sent to ${room}.`);
}

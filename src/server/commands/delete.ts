import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { quoted } from '#server/command-line.ts';
import { dataOption } from './data-directory.ts';
import { reportingRefusals } from './report-refusals.ts';
import { change, doneJson } from './report-change.ts';

export const deleteCommand: Command = {
  name: 'delete',
  args: 'MESSAGE',
  count: [1, 1],
  summary: 'remove the text of a message for good',
  about: `MESSAGE is its number, which "polylogue history ROOM --numbers" shows. The message stays in its place as "(message
removed)"; its text, reactions and mentions are deleted from the chat, the data directory and the search. docs/messages.md
lists where copies remain, such as backups and captures. It cannot be undone, and the audit records it.`,
  options: {
    reason: { value: 'TEXT', help: 'stored with the removal, and shown to the room' },
    json: doneJson,
    data: dataOption,
  },
  examples: ['polylogue delete 142', "polylogue delete 142 --reason 'a phone number'"],
  run: (given, stdio) => reportingRefusals('delete', stdio, () => removeText(given, stdio)),
};

async function removeText(given: Given, stdio: Stdio): Promise<number> {
  const seq = readNumber(given.positionals[0] ?? '');
  const reason = textOf(given.values, 'reason');
  const request = { kind: 'message-delete', seq, reason } as const;
  return change(
    given,
    stdio,
    request,
    { did: 'delete', message: seq, reason },
    () => `The text of message ${seq} is deleted.`,
  );
}

/** `142`, or `[142]` as the history shows it. Throws `UsageError`. */
function readNumber(text: string): number {
  const digits = /^\[([1-9]\d{0,14})\]$|^([1-9]\d{0,14})$/.exec(text);
  if (digits) return Number(digits[1] ?? digits[2]);
  throw new UsageError(
    `MESSAGE is a number, not ${quoted(text)}. To see the numbers: polylogue history ROOM --numbers`,
  );
}

import { maxUses } from '#chat/rights/token.ts';
import { type Command, type Given, textOf, UsageError } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { ask, askAll } from '#server/control/ask.ts';
import type { CodeRecord } from '#server/control/codes.ts';
import { quoted } from '#server/command-line.ts';
import { codeCells, codeOf, limitText } from './code-text.ts';
import { minuteOf } from '#text/local-time.ts';
import { placeOf } from './list-commands.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { readEnding } from './end-option.ts';
import { jsonLine } from './json-line.ts';
import { pageLink } from './page-link.ts';
import { say, reportingRefusals } from './report-refusals.ts';
import { change, isoTime, reportDone } from './report-change.ts';
import { standardOutput } from './standard-output.ts';
import { printList } from './print-list.ts';

export const inviteCommand: Command = {
  name: 'invite',
  args: '[ROOM [NAME]]',
  count: [0, 2],
  summary: 'create a code to register or to join a room, or invite somebody to a room',
  about: `Prints the code once; only a hash of it is stored. Everybody who has the code can use it: give it only to those whom
you invite. To register, type it after the password: /register PASSWORD CODE. It is needed if
"polylogue settings registration" is invite. To join, type it after the room: /join ROOM CODE. With NAME, that
person is invited to the room, without a code.`,
  options: {
    uses: { value: 'N', help: 'how many times the code can be used (default 1)' },
    for: { value: 'TIME', help: 'how long the code is valid: 2h, 7d (the default), 4w, or ever' },
    list: {
      help: 'list the codes that can still be used, without the codes themselves, and who is invited; with ROOM, to that room',
    },
    revoke: { value: 'ID', help: 'revoke a code, or withdraw an invitation, of that list' },
    json: { help: 'one JSON object per line' },
    data: dataOption,
  },
  examples: [
    'polylogue invite',
    "polylogue invite '#seminar' --uses 30 --for 2h",
    "polylogue invite '#seminar' alice",
    'polylogue invite --list',
    "polylogue invite --list '#seminar'",
    'polylogue invite --revoke 17',
  ],
  run: (given, stdio) => reportingRefusals('invite', stdio, () => runInvite(given, stdio)),
};

async function runInvite(given: Given, stdio: Stdio): Promise<number> {
  const { values, positionals } = given;
  const revoked = textOf(values, 'revoke');
  const isList = values['list'] === true;
  if (isList && revoked !== undefined) throw new UsageError('--list and --revoke are separate commands.');
  if (revoked !== undefined && positionals[0] !== undefined)
    throw new UsageError('--revoke takes the number in the list alone, as in polylogue invite --revoke 17.');
  if (isList && positionals[1] !== undefined) throw new UsageError('--list takes a room, and no name.');
  if (isList) return listCodes(given, stdio);
  return revoked === undefined ? makeCode(given, stdio) : revoke(given, stdio, revoked);
}

async function makeCode(given: Given, stdio: Stdio): Promise<number> {
  const [room, name] = placeOf(given);
  if (room !== undefined && name !== undefined) return invitePerson(given, stdio, room, name);
  const uses = readUses(textOf(given.values, 'uses') ?? '1');
  const until = readEnding(given, Date.now(), '7d');
  const dir = dataDirectory(given);
  const [made] = await askAll(dir, { kind: 'code-make', room, uses, until });
  const code = codeOf(made);
  return tellCode(given, stdio, code, [
    `It can be used ${limitText(code)}.`,
    code.room === undefined ? 'In the chat: /register PASSWORD CODE' : `In the chat: /join ${code.room} CODE`,
    ...(await pageLink(dir, invitationPlace(code))),
  ]);
}

const invitationPlace = ({ room, code = '' }: CodeRecord): string =>
  room === undefined ? `invite/${code}` : `${encodeURIComponent(room.slice(1))}/join/${code}`;

async function invitePerson(given: Given, stdio: Stdio, room: string, name: string): Promise<number> {
  if (given.values['uses'] !== undefined) throw new UsageError('--uses is for codes.');
  const until = readEnding(given, Date.now(), '7d');
  const what = { did: 'invite', name, room, until: isoTime(until) };
  const end = until === undefined ? '' : ` until ${minuteOf(until)}`;
  return change(given, stdio, { kind: 'invite-person', name, room, until }, what, ({ seq }) =>
    seq === null
      ? `${name} is in ${room} already, or was invited: an invitation lasts${end === '' ? ' for ever' : end} now.`
      : `${name} is invited to ${room}${end}.`,
  );
}

/** Prints the code on standard output, and notes on its use on standard error. */
export async function tellCode(
  given: Given,
  stdio: Stdio,
  code: CodeRecord,
  notes: readonly string[],
): Promise<number> {
  const output = standardOutput(stdio.stdout);
  await output.write(given.values['json'] === true ? jsonLine(code) : `${code.code ?? ''}\n`);
  await output.end();
  if (given.values['json'] !== true) for (const note of notes) say(stdio, note);
  return 0;
}

function readUses(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text) && Number(text) <= maxUses) return Number(text);
  throw new UsageError(`--uses takes a number from 1 to ${maxUses}, not ${quoted(text)}.`);
}

function listCodes(given: Given, stdio: Stdio): Promise<number> {
  const [room] = placeOf(given);
  const none = `There are no codes and no invitations${room === undefined ? '' : ` to ${room}`}.`;
  const codes = ask(dataDirectory(given), { kind: 'codes', room });
  return printList(given, stdio, codes, { read: codeOf, cells: codeCells, none });
}

async function revoke(given: Given, stdio: Stdio, text: string): Promise<number> {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new UsageError(`--revoke takes a number from polylogue invite --list, not ${quoted(text)}.`);
  }
  await askAll(dataDirectory(given), { kind: 'code-revoke', id: Number(text) });
  return reportDone(given, stdio, { did: 'invite revoke', id: Number(text) }, [`${text} is revoked.`]);
}

import { fold } from '#chat/names/names.ts';
import { visible } from '#text/visible.ts';
import { systemReason } from '#text/system-reason.ts';
import { type Original, type OriginalUser, readOriginal } from '#dialects/chatroom/import.ts';
import type { Command, Given } from '#server/command.ts';
import type { Stdio } from '#server/stdio.ts';
import { askAll, isChat } from '#server/control/ask.ts';
import { type ImportResult, parseImportResult } from '#server/control/import.ts';
import type { ImportRequest } from '#server/control/import-request.ts';
import { CommandError } from '#server/control/command-error.ts';
import { openStore } from '#store/open-store.ts';
import { argonPasswords } from '#server/passwords.ts';
import { accountsOf } from './account-records.ts';
import { dataDirectory, dataOption } from './data-directory.ts';
import { marked, pieces } from './import-batches.ts';
import { say, reportingRefusals } from './report-refusals.ts';

export const importChatroomCommand: Command = {
  name: 'import chatroom',
  args: 'DIR',
  count: [1, 1],
  summary: 'import the users and the history of an original chatroom server',
  about: `Reads users.txt and the files NAME.chat.txt in DIR, and changes none of them. Users become accounts with
their passwords, stored only as hashes, and members of #lobby; an existing account keeps its own
password. Messages become history, with their time; they are not sent to anyone. Lines that cannot be imported are listed
by file and line. Spaces in names are replaced by _, and each such name is listed. Running it again adds only what is new.
The data directory is created if it does not exist.`,
  options: { data: dataOption },
  examples: ['polylogue import chatroom ./chatroom', 'polylogue import chatroom /srv/old --data /srv/chat'],
  run: (given, stdio) => reportingRefusals('import chatroom', stdio, () => importChatroom(given, stdio)),
};

/** Users whose passwords are hashed and imported in one request. */
const usersAtOnce = 20;
/** The interval between two lines of progress, in ms. */
const progressEvery = 1000;

async function importChatroom(given: Given, stdio: Stdio): Promise<number> {
  const [from = ''] = given.positionals;
  const dir = dataDirectory(given);
  const original = await read(from);
  await provide(dir, stdio);
  for (const [name, here] of original.changed ?? [])
    say(stdio, `${name} becomes ${here}: names cannot contain spaces.`);
  for (const { file, line, why } of original.problems) say(stdio, `${file}:${line}: ${why}`);
  const users = await importUsers(dir, original.users, stdio);
  const messages = await importMessages(dir, original, stdio);
  say(
    stdio,
    `${counted(users, 'account')}; ${counted(messages, 'message')}; ${original.problems.length} lines not imported.`,
  );
  return 0;
}

/** Creates the data directory if it is missing, as the first start of a server does. */
async function provide(dir: string, stdio: Stdio): Promise<void> {
  if (isChat(dir)) return;
  const store = await openStore({ dir, durability: 'strict' });
  await store.close();
  say(stdio, `There was no chat in ${visible(dir)}; a new one is created.`);
}

async function read(dir: string): Promise<Original> {
  const original = await readOriginal(dir).catch((error: unknown) => {
    throw new CommandError(`${visible(dir)} cannot be read: ${systemReason(error, 'directory')}.`);
  });
  if (original.users.length + original.messages.length + original.problems.length > 0) return original;
  throw new CommandError(`There are no users.txt and no NAME.chat.txt in ${visible(dir)}.`);
}

interface Count {
  taken: number;
  /** Already imported. */
  known: number;
  refused: number;
}

const counted = ({ taken, known, refused }: Count, what: string): string =>
  `${taken} ${what}${taken === 1 ? '' : 's'} added, ${known} here already${refused > 0 ? `, ${refused} refused` : ''}`;

async function importUsers(dir: string, users: readonly OriginalUser[], stdio: Stdio): Promise<Count> {
  const known = new Set<string>();
  for await (const { name } of accountsOf(dir)) known.add(fold(name));
  const passwords = argonPasswords();
  const count: Count = { taken: 0, known: 0, refused: 0 };
  const progress = progressOf(stdio, 'accounts', users.length);
  for (let at = 0; at < users.length; at += usersAtOnce) {
    const some = users.slice(at, at + usersAtOnce);
    const hashed = some.map(async ({ name, password }) =>
      known.has(fold(name)) ? { name } : { name, secret: await passwords.hash(password) },
    );
    const results = await ask(dir, { kind: 'import', users: await Promise.all(hashed), messages: [] });
    for (const [nth, result] of results.entries()) {
      const name = visible(some[nth]?.name ?? '');
      if (result.why !== undefined) say(stdio, `users.txt: ${result.why}`);
      else if (!result.taken) say(stdio, `users.txt: ${name} has an account already, and keeps its password.`);
      add(count, result);
    }
    progress(at + some.length);
  }
  return count;
}

async function importMessages(dir: string, original: Original, stdio: Stdio): Promise<Count> {
  const count: Count = { taken: 0, known: 0, refused: 0 };
  const progress = progressOf(stdio, 'messages', original.messages.length);
  let done = 0;
  for (const piece of pieces(marked(original.messages))) {
    const results = await ask(dir, { kind: 'import', users: [], messages: piece.map(({ message }) => message) });
    for (const [nth, result] of results.entries()) {
      const { file = '', number = 0 } = piece[nth] ?? {};
      if (result.why !== undefined) say(stdio, `${file}:${number}: ${result.why}`);
      add(count, result);
    }
    progress((done += piece.length));
  }
  return count;
}

function add(count: Count, { taken, why }: ImportResult): void {
  if (taken) count.taken++;
  else if (why === undefined) count.known++;
  else count.refused++;
}

async function ask(dir: string, request: ImportRequest): Promise<readonly ImportResult[]> {
  return (await askAll(dir, request)).map((item) => {
    const result = parseImportResult(item);
    if (!result) throw new Error('the server sent an invalid result');
    return result;
  });
}

function progressOf(stdio: Stdio, what: string, all: number): (done: number) => void {
  let last = Date.now();
  return (done) => {
    if (Date.now() - last < progressEvery && done < all) return;
    last = Date.now();
    say(stdio, `${done} of ${all} ${what}`);
  };
}

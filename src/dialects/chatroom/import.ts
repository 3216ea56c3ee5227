import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { fold } from '#chat/names/names.ts';
import { parsePassword } from '#chat/login/passwords.ts';

import { type HistoryLine, parseHistoryLine } from './import-line.ts';
import { type ImportNames, importNames } from './import-names.ts';

/** A user registered on the original. */
export interface OriginalUser {
  readonly name: string;
  readonly password: string;
}

/** The messages, each once even if several files contain it, in order of time. */
export interface OriginalMessage extends HistoryLine {
  /** The first place it was found. */
  readonly file: string;
  readonly number: number;
}

/** A line that cannot be imported, and why; without its text, because it may be a password. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

export interface Original {
  readonly users: readonly OriginalUser[];
  readonly messages: readonly OriginalMessage[];
  readonly problems: readonly Problem[];
  /** Names with spaces and their names here; omitted if there are none. */
  readonly changed?: ReadonlyMap<string, string>;
}

const usersFile = 'users.txt';
const historyFile = /^(.+)\.chat\.txt$/s;
/** The original writes a message to one file after the other: the longest difference, in microseconds. */
const sameWithin = 1_000_000;

/** Reads the files in an original server's directory. Rejects with Node's error. */
export async function readOriginal(dir: string): Promise<Original> {
  const files = await filesIn(dir);
  const problems: Problem[] = [];
  const lines = files.includes(usersFile) ? await Array.fromAsync(linesIn(dir, usersFile)) : [];
  const spaced = files.flatMap((file) => historyFile.exec(file)?.[1] ?? []).filter((name) => name.includes(' '));
  const names = importNames(plainNames(lines));
  const users = readUsers(lines, spaced, names, problems);
  const messages = new Messages();
  for (const file of files.filter((name) => historyFile.test(name))) {
    for await (const [line, text] of linesIn(dir, file)) {
      if (text.trim() === '') continue;
      const found = parseHistoryLine(text, names);
      if (typeof found === 'string') problems.push({ file, line, why: found });
      else messages.add({ ...found, file, number: line });
    }
  }
  const { changed } = names;
  return { users, messages: messages.all(), problems, ...(changed.size > 0 && { changed }) };
}

/** Sorted. What else has such a name is left out: a pipe or a device would be read for ever. */
async function filesIn(dir: string): Promise<readonly string[]> {
  const names = (await readdir(dir)).sort();
  const isFile = await Promise.all(
    names.map((name) =>
      stat(join(dir, name)).then(
        (found) => found.isFile(),
        // Reading it says why.
        () => true,
      ),
    ),
  );
  return names.filter((_, nth) => isFile[nth]);
}

type Line = readonly [number: number, text: string];

/** Users whose name and password are one word each, which is unambiguous. */
const plainNames = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(
    lines
      .map(([, text]) => text.trimEnd().split(' '))
      .flatMap(([name, ...rest]) => (name && rest.length < 2 ? [fold(name)] : [])),
  );

/** `spaced`: names with spaces that have history files. */
function readUsers(
  lines: readonly Line[],
  spaced: readonly string[],
  names: ImportNames,
  problems: Problem[],
): readonly OriginalUser[] {
  const users = new Map<string, OriginalUser>();
  for (const [line, text] of lines) {
    if (text.trim() === '') continue;
    const problem = (why: string): void => void problems.push({ file: usersFile, line, why });
    const [name = '', password = '', ...more] = wordsOf(text.trimEnd(), spaced);
    const found = more.length > 0 ? undefined : names.of(name);
    if (!found) problem('it has more than a name and a password');
    else if (typeof found === 'string') problem(`the name ${found}`);
    else if (parsePassword(password) === undefined) problem(whyNot(password));
    else if (users.has(found.folded)) problem('the name is in the file already');
    else users.set(found.folded, { name: found.name, password });
  }
  return [...users.values()];
}

/** A name, a space and a password. If the name itself has spaces, the name of its history file tells where it ends. */
function wordsOf(text: string, spaced: readonly string[]): readonly string[] {
  const words = text.split(' ');
  const known = spaced.filter((name) => words.length > 2 && text.startsWith(`${name} `));
  const longest = known.toSorted((one, other) => other.length - one.length)[0];
  return longest === undefined ? words : [longest, text.slice(longest.length + 1)];
}

function whyNot(password: string): string {
  if (password === '') return 'there is no password';
  return password.includes(' ') ? 'the password has spaces' : 'the password is not allowed here';
}

async function* linesIn(dir: string, file: string): AsyncIterable<Line> {
  const input = createReadStream(join(dir, file), 'utf8');
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    // A byte order mark is not part of a name.
    yield [++line, line === 1 ? text.replace(/^\ufeff/, '') : text];
  }
}

/** A message and the files it was found in. */
interface Found {
  readonly line: OriginalMessage;
  readonly files: Set<string>;
}

/** Merges the same line of several files into one message. Twice in one file means two messages. */
class Messages {
  /** The messages found so far, by text and by the second in which they were sent. */
  readonly #found = new Map<string, Found[]>();

  add(line: OriginalMessage): void {
    const { file } = line;
    const second = Math.floor(line.micros / 1_000_000);
    const near = [second - 1, second, second + 1].flatMap((each) => this.#found.get(`${each} ${line.key}`) ?? []);
    const same = near.find((each) => !each.files.has(file) && Math.abs(each.line.micros - line.micros) <= sameWithin);
    if (same) return void same.files.add(file);
    const found = { line, files: new Set([file]) };
    const here = this.#found.get(`${second} ${line.key}`);
    if (here) here.push(found);
    else this.#found.set(`${second} ${line.key}`, [found]);
  }

  all(): readonly OriginalMessage[] {
    const lines = [...this.#found.values()].flat().map(({ line }) => line);
    return lines.sort((one, other) => one.micros - other.micros);
  }
}

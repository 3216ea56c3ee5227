import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { fold } from '#chat/names.ts';
import { parsePassword } from '#chat/login/passwords.ts';

import { type HistoryLine, parseHistoryLine } from './import-line.ts';
import { type ImportNames, importNames } from './import-names.ts';

/** Somebody who had registered there. */
export interface OriginalUser {
  readonly name: string;
  readonly password: string;
}

/** What was said there, once however many files it stands in. In the order it was said. */
export interface OriginalMessage extends HistoryLine {
  /** Where it was found first. */
  readonly file: string;
  readonly number: number;
}

/** A line that cannot be taken, and why; nothing of the line itself, because it may be a password. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

export interface Original {
  readonly users: readonly OriginalUser[];
  readonly messages: readonly OriginalMessage[];
  readonly problems: readonly Problem[];
  /** Names with spaces, and what they are here; left out if there are none. */
  readonly changed?: ReadonlyMap<string, string>;
}

const usersFile = 'users.txt';
const historyFile = /^(.+)\.chat\.txt$/s;
/** The same message was written to each file in its turn: so far apart, in microseconds. */
const sameWithin = 1_000_000;

/** Reads what an original server has left in its directory. Rejects with Node's error when that cannot be read. */
export async function readOriginal(dir: string): Promise<Original> {
  const files = (await readdir(dir)).sort();
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

type Line = readonly [number: number, text: string];

/** Users of a name and a password of one word each: nothing else can be meant. */
const plainNames = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(
    lines
      .map(([, text]) => text.trimEnd().split(' '))
      .flatMap(([name, ...rest]) => (name && rest.length < 2 ? [fold(name)] : [])),
  );

/** `spaced`: names with spaces, of whom there are histories. */
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
    if (!found) problem('there are more than a name and a password');
    else if (typeof found === 'string') problem(`the name ${found}`);
    else if (parsePassword(password) === undefined) problem(whyNot(password));
    else if (users.has(found.folded)) problem('the name stands there already');
    else users.set(found.folded, { name: found.name, password });
  }
  return [...users.values()];
}

/** A name and a password, which a space parts. Where a name has spaces itself, its history tells how far it goes. */
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
    // A byte order mark at the beginning is nobody's.
    yield [++line, line === 1 ? text.replace(/^\ufeff/, '') : text];
  }
}

/** One message as far as it was found, and in which files. */
interface Found {
  readonly line: OriginalMessage;
  readonly files: Set<string>;
}

/** Makes one message of the same line in several files. Twice in one file, it was said twice. */
class Messages {
  /** By what was said, and the second it was said in. */
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

import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { parseName } from '#chat/names.ts';
import { parsePassword } from '#chat/passwords.ts';

import { type HistoryLine, parseHistoryLine } from './import-line.ts';

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
}

const usersFile = 'users.txt';
const historyFile = /^.+\.chat\.txt$/s;
/** The same message was written to each file in its turn: so far apart, in microseconds. */
const sameWithin = 1_000_000;

/** Reads what an original server has left in its directory. Rejects with Node's error when that cannot be read. */
export async function readOriginal(dir: string): Promise<Original> {
  const files = (await readdir(dir)).sort();
  const problems: Problem[] = [];
  const users = files.includes(usersFile) ? await readUsers(dir, problems) : [];
  const messages = new Messages();
  for (const file of files.filter((name) => historyFile.test(name))) {
    for await (const [line, text] of linesIn(dir, file)) {
      if (text.trim() === '') continue;
      const found = parseHistoryLine(text);
      if (typeof found === 'string') problems.push({ file, line, why: found });
      else messages.add({ ...found, file, number: line });
    }
  }
  return { users, messages: messages.all(), problems };
}

async function readUsers(dir: string, problems: Problem[]): Promise<readonly OriginalUser[]> {
  const users = new Map<string, OriginalUser>();
  for await (const [line, text] of linesIn(dir, usersFile)) {
    if (text.trim() === '') continue;
    const problem = (why: string): void => void problems.push({ file: usersFile, line, why });
    const [name = '', password = '', ...more] = text.trimEnd().split(' ');
    const parsed = parseName(name);
    if (more.length > 0) problem('there are more than a name and a password');
    else if (parsed === 'name-reserved') problem('the name is reserved here');
    else if (typeof parsed === 'string') problem('the name is not allowed here');
    else if (parsePassword(password) === undefined) problem('the password is not allowed here');
    else if (users.has(parsed.folded)) problem('the name stands there already');
    else users.set(parsed.folded, { name: parsed.name, password });
  }
  return [...users.values()];
}

async function* linesIn(dir: string, file: string): AsyncIterable<readonly [number, string]> {
  const input = createReadStream(join(dir, file), 'utf8');
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) yield [++line, text];
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

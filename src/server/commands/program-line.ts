import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, extname, join, resolve } from 'node:path';

import { interpreters } from '#lab/program-process.ts';
import { UsageError } from '#server/command.ts';

/** Makes a command line work in every directory: checked programs run in an empty one. */
export interface ProgramLine {
  readonly path: string;
  readonly args: readonly string[];
}

/**
 * `words`: `./server.py {port}`, `java Server {port}`, as typed in `cwd`. Throws `UsageError` if there is no such
 * program.
 */
export function programLine([program = '', ...args]: readonly string[], cwd: string): ProgramLine {
  const path = isPath(program) ? programFile(program, cwd) : onPath(program, cwd);
  return { path, args: args.map((arg) => inDirectory(arg, cwd)) };
}

/** Makes a path absolute. Throws `UsageError` unless it is a program that can be started. */
export function programFile(path: string, cwd: string): string {
  const file = resolve(cwd, path);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`There is no file ${path}.`);
  if (found.isDirectory()) throw new UsageError(`${path} is a directory. Name the program in it.`);
  if (interpreters[extname(file)] === undefined && !isExecutable(file)) {
    const how = `make it executable (chmod +x ${path}), or name what runs it before it`;
    throw new UsageError(`${path} cannot be started: ${how}.`);
  }
  return file;
}

const isPath = (word: string): boolean => /[/\\]|\.(py|js)$/.test(word);

/** A word without a slash is not changed: the system finds the program on the PATH. */
function onPath(word: string, cwd: string): string {
  // Windows also finds names without their extension.
  if (process.platform === 'win32') return word;
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  if (directories.some((directory) => isExecutable(join(directory, word)))) return word;
  const hint = existsSync(join(cwd, word)) ? ` Did you mean ./${word}?` : '';
  throw new UsageError(`There is no program ${JSON.stringify(word)} on the PATH.${hint}`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Makes an argument absolute if it is a file in `cwd`, such as `server.py` after `python3`. */
function inDirectory(arg: string, cwd: string): string {
  const mayBeFile = !arg.startsWith('-') && /[./\\]/.test(arg);
  return mayBeFile && existsSync(resolve(cwd, arg)) ? resolve(cwd, arg) : arg;
}

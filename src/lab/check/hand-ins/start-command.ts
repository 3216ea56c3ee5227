import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { execPath } from 'node:process';

import type { CommandLine } from '#lab/confinement.ts';

/** How a hand-in is built and started, in its folder. */
export interface StartCommand {
  /** The shell command that builds it; undefined: not needed. */
  readonly build: string | undefined;
  /** `{port}` in it is the port. */
  readonly line: CommandLine;
}

const runners: Readonly<Record<string, CommandLine>> = {
  '.py': ['python3'],
  '.js': [execPath],
  '.mjs': [execPath],
  '.cjs': [execPath],
  '.ts': [execPath],
  '.jar': ['java', '-jar'],
  '.rb': ['ruby'],
  '.pl': ['perl'],
  '.php': ['php'],
  '.sh': ['bash'],
  '.lua': ['lua'],
};

const compilers: Readonly<Record<string, string>> = { '.c': 'cc', '.cc': 'c++', '.cpp': 'c++', '.cxx': 'c++' };

/** The name of a compiled hand-in; for Java a directory. */
const built = './polylogue-built';
/** A JVM that starts quickly, and whose heap stays within the usual memory. */
const java: CommandLine = ['java', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx256m'];

/**
 * The start command of a program, from its extension or its first line (`#!`), or the program itself; undefined: it is
 * not a program.
 */
export function startCommand(path: string, args: readonly string[]): StartCommand | undefined {
  const [file, extension] = [basename(path), extname(path).toLowerCase()];
  const runner = runners[extension];
  if (runner) return { build: undefined, line: [...runner, `./${file}`, ...args] };
  const compiler = compilers[extension];
  if (compiler !== undefined) {
    return { build: `${compiler} -pthread -o ${built} ${quoted(`./${file}`)} -lm`, line: [built, ...args] };
  }
  if (extension === '.java') return javaCommand(path, args);
  const head = firstBytes(path);
  const shebang = /^#!\s*(?<command>[^\r\n]+)/.exec(head)?.groups?.['command'];
  if (shebang !== undefined) return { build: undefined, line: [...shebangLine(shebang), `./${file}`, ...args] };
  // ELF and Mach-O; other executable files are tried.
  const isBinary = /^(\u007fELF|\u00cf\u00fa\u00ed\u00fe|\u00ca\u00fe\u00ba\u00be)/.test(head);
  return isBinary || (extension === '' && isExecutable(path))
    ? { build: undefined, line: [`./${file}`, ...args] }
    : undefined;
}

/** Compiles all classes next to the program, and its packages. */
function javaCommand(path: string, args: readonly string[]): StartCommand {
  const [, named] = /^\s*package\s+([\w.]+)\s*;/m.exec(firstBytes(path)) ?? [];
  const main = basename(path, extname(path));
  const top = (named?.split('.') ?? []).map(() => '..').join('/') || '.';
  const names = named === undefined ? main : `${named}.${main}`;
  return {
    build: `javac -encoding UTF-8 -d ${built} -sourcepath ${top} ./*.java`,
    line: [...java, '-cp', built, names, ...args],
  };
}

/** The start command given by the teacher: `python3 {file} {port}`. */
export const commandFromWords = (words: CommandLine, path: string): CommandLine => {
  const [command, ...rest] = words.map((word) => word.replaceAll('{file}', `./${basename(path)}`));
  return [command ?? '', ...rest];
};

export const isProgram = (path: string): boolean => startCommand(path, []) !== undefined;

/** `/usr/bin/env python3 -u` is `python3 -u`; the kernel does not accept the CR of a file from Windows. */
function shebangLine(shebang: string): CommandLine {
  const [command = '', ...args] = shebang.trim().split(/\s+/);
  if (basename(command) !== 'env') return [basename(command), ...args];
  const [named = 'sh', ...rest] = args.filter((arg) => arg !== '-S');
  return [named, ...rest];
}

function firstBytes(path: string): string {
  const bytes = Buffer.alloc(4096);
  try {
    const file = openSync(path, 'r');
    try {
      return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

function isExecutable(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && (found.mode & 0o111) !== 0;
}

/** Quotes a word for a shell. */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

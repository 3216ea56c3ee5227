import { globSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';

import type { HandInFiles } from '#lab/check/confine/hand-in-copy.ts';
import type { Side } from '#lab/check/check.ts';

import { isProgram } from './start-command.ts';

/** The work of one person or group. */
export interface HandIn {
  /** A unique name: `alice` for `submissions/alice/server.py`. */
  readonly name: string;
  readonly files: HandInFiles;
  /** A sentence: why no program can be checked. */
  readonly problem?: string;
}

const unreadable = 'it is not there, or its name is not UTF-8 and must be changed first';

/** Hand-ins in one run, at most. */
const maxHandIns = 2000;
/** The depth of folders in which the program of a hand-in is looked for. */
const deepest = 4;

/**
 * Finds hand-ins by patterns (`submissions/*\/server.py`), files, and folders: each is a hand-in. For a single folder,
 * each folder in it is a hand-in, or each program if there are only files. Sorted by name. Throws an error whose
 * message is a sentence.
 */
export function findHandIns(patterns: readonly string[], side: Side): readonly HandIn[] {
  const found = [
    ...new Set(patterns.flatMap((pattern) => matches(pattern, patterns.length === 1).map((path) => resolve(path)))),
  ];
  if (found.length > maxHandIns) throw new Error(`there are more than ${maxHandIns} hand-ins`);
  const programs = found.map((path): Program => {
    const there = statSync(path, { throwIfNoEntry: false });
    if (!there) return { file: path, folder: undefined, problem: unreadable };
    if (!there.isDirectory()) return { file: path, folder: undefined };
    const chosen = programIn(path, side);
    return typeof chosen === 'string'
      ? { file: chosen, folder: path }
      : { file: path, folder: path, problem: chosen.problem };
  });
  const files = programs.map(({ file }) => file);
  const top = commonFolder(files);
  const handIns = programs.map(({ file, folder, problem }): HandIn => {
    const owned = ownFiles(file, folder, files, top);
    return { name: nameOf(owned, top), files: owned, ...(problem === undefined ? {} : { problem }) };
  });
  const sorted = handIns.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const named = new Map<string, number>();
  return sorted.map((handIn) => {
    const before = named.get(handIn.name) ?? 0;
    named.set(handIn.name, before + 1);
    return before === 0 ? handIn : { ...handIn, name: `${handIn.name} (${handIn.files.file})` };
  });
}

interface Program {
  readonly file: string;
  /** The given folder; undefined if a file was given. */
  readonly folder: string | undefined;
  readonly problem?: string;
}

/** `alone`: a single given folder contains the hand-ins; of several folders, each is a hand-in. */
function matches(pattern: string, alone: boolean): readonly string[] {
  const found = statSync(pattern, { throwIfNoEntry: false });
  if (alone && found?.isDirectory() === true) return inFolder(pattern);
  if (found) return [pattern];
  // The shell has expanded it to a name that is not valid UTF-8.
  if (!alone && !/[*?[\]{}]/.test(pattern)) return [pattern];
  const matched = globSync(pattern);
  if (matched.length === 0) throw new Error(`nothing matches ${JSON.stringify(pattern)}`);
  return matched;
}

function inFolder(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !/^(\.|__MACOSX$)/.test(name));
  const folders = entries.filter((entry) => entry.isDirectory());
  const chosen = folders.length > 0 ? folders : entries.filter((entry) => isProgram(join(folder, entry.name)));
  if (chosen.length === 0) throw new Error(`there is nothing to check in ${JSON.stringify(folder)}`);
  return chosen.map(({ name }) => join(folder, name));
}

/** The program in a hand-in's folder: the one named `server` or `client`, or the only one. */
function programIn(folder: string, side: Side): string | { readonly problem: string } {
  const all = filesBelow(folder, deepest).filter(isProgram);
  const [word, other] = side === 'server' ? [/server/i, /client/i] : [/client/i, /server/i];
  const named = all.filter((file) => word.test(basename(file)));
  const exact = named.filter((file) => basename(file, extname(file)).toLowerCase() === side);
  const main = all.filter((file) => /^(main|app|index|chat)\./i.test(basename(file)));
  const rest = all.filter((file) => !other.test(basename(file)));
  for (const some of [exact, named, main, rest]) {
    const [one, ...more] = some;
    if (one !== undefined && more.length === 0) return one;
  }
  if (all.length === 0) return { problem: `there is no program in ${basename(folder)}` };
  const shown = all.slice(0, 5).map((file) => relative(folder, file));
  return { problem: `there are several programs (${shown.join(', ')}): name the file in the pattern` };
}

function filesBelow(folder: string, depth: number): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly string[] => {
    if (/^(\.|__MACOSX$|__pycache__$|node_modules$|venv$)/.test(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 1 ? filesBelow(path, depth - 1) : [];
    return entry.isFile() ? [path] : [];
  });
}

/** The common folder; for a single file, the folder above its own. */
function commonFolder(files: readonly string[]): string {
  const [first = '', ...rest] = files.map((file) => dirname(file).split(sep));
  if (rest.length === 0) return [...first].slice(0, -1).join(sep) || sep;
  const parts = [...first];
  const same = parts.findIndex((part, index) => rest.some((other) => other[index] !== part));
  return (same === -1 ? parts : parts.slice(0, same)).join(sep) || sep;
}

/** The folder, if it belongs to one hand-in; otherwise only the file does. */
function ownFiles(file: string, asked: string | undefined, all: readonly string[], top: string): HandInFiles {
  if (asked !== undefined) return { folder: asked, file: relative(asked, file), whole: true };
  const isOnlyIn = (folder: string): boolean => all.every((other) => other === file || !other.startsWith(folder + sep));
  let folder = dirname(file);
  if (folder === top) return { folder, file: basename(file), whole: false };
  if (!all.every((other) => other === file || dirname(other) !== folder)) {
    return { folder, file: basename(file), whole: false };
  }
  while (dirname(folder) !== top && folder.length > top.length && isOnlyIn(dirname(folder))) folder = dirname(folder);
  return { folder, file: relative(folder, file), whole: true };
}

const nameOf = ({ folder, file, whole }: HandInFiles, top: string): string => {
  const from = relative(top, folder);
  if (whole) return from === '' ? basename(folder) : from;
  return join(from, basename(file, extname(file)));
};

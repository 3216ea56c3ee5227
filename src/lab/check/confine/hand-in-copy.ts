import {
  chmodSync,
  cpSync,
  type Dirent,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, join, sep } from 'node:path';

/** What a hand-in consists of: a folder, or one file of a folder that others share. */
export interface HandInFiles {
  readonly folder: string;
  /** Its program, relative to the folder. */
  readonly file: string;
  /** Whether the whole folder belongs to it. */
  readonly whole: boolean;
}

/** Files of version control, editors and runtimes, which no program needs. */
const leftOut = new Set(['.git', '.svn', '.hg', '.idea', '.vscode', '__MACOSX', '__pycache__', '.DS_Store']);
/** The most bytes and files of a hand-in. */
const maxBytes: number = 64 << 20;
const maxFiles = 4000;

/**
 * The bytes of a hand-in's files. Throws an error whose message is a sentence if there are too many, or if its program
 * is not among them: a symbolic link can lead to any file of the teacher.
 */
export function sizeOf({ folder, file, whole }: HandInFiles): number {
  const program = join(folder, file);
  if (statSync(program, { throwIfNoEntry: false })?.isFile() !== true) throw new Error('its program cannot be read');
  if (!realpathSync(program).startsWith(realpathSync(folder) + sep))
    throw new Error('its program is a link to a file outside of its folder');
  if (!whole) return statSync(program).size;
  let [bytes, files] = [0, 0];
  const add = (dir: string): void => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      if (leftOut.has(entry.name)) continue;
      const path = join(dir, entry.name);
      files++;
      if (entry.isDirectory()) add(path);
      else if (entry.isFile()) bytes += lstatSync(path).size;
      if (files > maxFiles) throw new Error(`its folder holds more than ${maxFiles} files`);
      if (bytes > maxBytes) throw new Error(`its folder holds more than ${maxBytes >> 20} MB`);
    }
  };
  add(realpathSync(folder));
  return bytes;
}

/** Copies a hand-in to an existing directory. Symbolic links are copied as links; pipes and sockets are left out. */
export function copyHandIn({ folder, file, whole }: HandInFiles, to: string): void {
  if (!whole) {
    cpSync(join(folder, file), join(to, basename(file)), { dereference: true });
    return;
  }
  const from = realpathSync(folder);
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => {
      if (leftOut.has(basename(path)) && path !== from) return false;
      const found = lstatSync(path);
      return found.isDirectory() || found.isFile() || found.isSymbolicLink();
    },
  });
}

/** Makes a program executable, if it is a file of the copy. */
export function makeExecutable(dir: string, file: string): void {
  const program = realpathSync(join(dir, file));
  if (program.startsWith(realpathSync(dir) + sep)) chmodSync(program, 0o755);
}

/** Changes the owner of everything below a directory, and makes it writable. */
export function giveTo(dir: string, user: number): void {
  lchownSync(dir, user, user);
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) giveTo(path, user);
    else lchownSync(path, user, user);
  }
}

/** Makes everything writable: files from an archive may be read-only, and a program writes in its directory. */
export function makeWritable(dir: string): void {
  chmodSync(dir, 0o755);
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) makeWritable(path);
    else if (entry.isFile()) chmodSync(path, (lstatSync(path).mode & 0o777) | 0o644);
  }
}

/** Bytes below a directory, up to a bound. */
export function bytesBelow(dir: string, most: number): number {
  let bytes = 0;
  const add = (at: string): void => {
    for (const entry of entriesOf(at)) {
      const path = join(at, entry.name);
      if (bytes > most) return;
      if (entry.isDirectory()) add(path);
      else bytes += lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    }
  };
  mkdirSync(dir, { recursive: true });
  add(dir);
  return bytes;
}

/** A program may remove a directory, or make it unreadable, at any time. */
function entriesOf(dir: string): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Removes a program's directory, also parts that it has made unreadable. */
export function removeAll(dir: string): void {
  try {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    makeWritable(dir);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

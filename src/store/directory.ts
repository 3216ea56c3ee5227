import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { databaseVersion } from './database-version.ts';
import { type Lock, lockName, takeLock } from './lock.ts';
import { exits, StoreError } from './store-error.ts';

/** A data directory, locked by this process. */
export interface Directory {
  /** The database's path. */
  readonly file: string;
  /** The database was empty or did not exist. */
  readonly fresh: boolean;
  /** The version of the database; 0 where there was none. */
  readonly version: number;
  readonly lock: Lock;
}

/**
 * Makes the directory if it is missing, readable by its owner only, locks it, and checks whether its database can be
 * opened by a program that knows `newest` versions. Throws `StoreError`; a directory that is refused is left as it was.
 */
export async function openDirectory(dir: string, newest: number): Promise<Directory> {
  await makeDirectory(dir);
  const file = join(dir, 'polylogue.db');
  // Without a lock file no server has used it, so a database may belong to another program, or was copied there: check first.
  const visited = existsSync(join(dir, lockName));
  let version = visited ? 0 : databaseVersion(file, newest);
  makePrivate(join(dir, lockName));
  const lock = takeLock(dir);
  try {
    if (visited) version = databaseVersion(file, newest);
    const fresh = !existsSync(file) || statSync(file).size === 0;
    makePrivate(file);
    return { file, fresh, version, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Makes an empty file that only its owner may read: it holds hashes and private messages, and SQLite gives the files beside
 * it the same mode. An existing file is left as it is, and never opened: closing it would drop SQLite's locks.
 */
function makePrivate(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    throw new StoreError(exits.unwritable, `${file} cannot be opened for writing.`, { cause: error });
  }
}

async function makeDirectory(dir: string): Promise<void> {
  try {
    if (existsSync(dir) && statSync(dir).isDirectory()) return;
    await makeWithParents(resolve(dir));
  } catch (error) {
    throw new StoreError(exits.unwritable, `The directory ${dir} cannot be made.`, { cause: error });
  }
}

/** Not `mkdir`'s own `recursive`: under /proc, where nothing can be made, that never returns. */
async function makeWithParents(dir: string): Promise<void> {
  const parent = dirname(dir);
  if (!existsSync(parent)) await makeWithParents(parent);
  await mkdir(dir, { mode: 0o700 });
  await syncDirectory(parent);
}

/** Makes the names in a directory survive a power cut. Not possible on Windows, and not needed there. */
export async function syncDirectory(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

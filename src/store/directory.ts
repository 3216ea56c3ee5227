import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { systemReason } from '#text/system-reason.ts';
import { databaseVersion } from './database-version.ts';
import { type Lock, lockName, takeLock } from './lock.ts';
import { readShownPlace } from './shown-place-file.ts';
import { exits, StoreError } from './store-error.ts';

/** A data directory, locked by this process. */
export interface Directory {
  /** The database's path. */
  readonly file: string;
  /** The database was empty or did not exist. */
  readonly fresh: boolean;
  /** The version of the database; 0: it was missing. */
  readonly version: number;
  readonly lock: Lock;
}

/**
 * Creates the directory if it is missing, so that only its owner may read it. Locks it, and checks that the version of
 * its database is at most `newest`. Throws `StoreError`; then the directory is unchanged.
 */
export async function openDirectory(dir: string, newest: number): Promise<Directory> {
  await makeDirectory(dir);
  const file = join(dir, 'polylogue.db');
  // Without a lock file, no server has used the directory: a database may belong to another program, or was copied
  // there.
  const visited = existsSync(join(dir, lockName));
  let version = visited ? 0 : databaseVersion(file, newest);
  makePrivate(join(dir, lockName));
  const lock = takeLock(dir);
  try {
    if (visited) version = databaseVersion(file, newest);
    const fresh = !existsSync(file) || statSync(file).size === 0;
    if (fresh) refuseLost(dir, file);
    makePrivate(file);
    return { file, fresh, version, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Throws where there is no database, although there was one. SQLite would remove the WAL without its database: all that a
 * killed server had not yet copied from it.
 */
function refuseLost(dir: string, file: string): void {
  const isThere = existsSync(file);
  const wal = `${file}-wal`;
  if (existsSync(wal) && statSync(wal).size > 0) {
    const sentence =
      `${file} is ${isThere ? 'empty' : 'missing'}, but ${wal} is there and holds a part of it. Put the database back in ` +
      'its place, or a backup without that file. For a new chat, move that file away.';
    throw new StoreError(exits.corrupt, sentence);
  }
  const shown = readShownPlace(dir);
  if (!isThere || !shown || shown.seq === 0) return;
  const sentence =
    `${file} is empty, although the chat had entries up to number ${shown.seq}. Put a backup in its place. ` +
    'For a new chat, remove the empty file.';
  throw new StoreError(exits.corrupt, sentence);
}

/**
 * Creates an empty file that only its owner may read, because it will contain hashes and private messages. SQLite gives
 * its other files the same mode. An existing file is not changed, and never opened: closing it would release SQLite's
 * locks.
 */
function makePrivate(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    throw new StoreError(exits.unwritable, `${file} cannot be opened for writing: ${systemReason(error)}.`, {
      cause: error,
    });
  }
}

async function makeDirectory(dir: string): Promise<void> {
  try {
    if (existsSync(dir) && statSync(dir).isDirectory()) return;
    await makeWithParents(resolve(dir));
  } catch (error) {
    const isFile = existsSync(dir) && !statSync(dir).isDirectory();
    const why = isFile ? 'a file has that name' : systemReason(error, 'directory');
    throw new StoreError(exits.unwritable, `The directory ${dir} cannot be created: ${why}.`, { cause: error });
  }
}

/** Not `mkdir` with `recursive`, which never returns under /proc, where nothing can be created. */
async function makeWithParents(dir: string): Promise<void> {
  const parent = dirname(dir);
  if (!existsSync(parent)) await makeWithParents(parent);
  await mkdir(dir, { mode: 0o700 });
  await syncDirectory(parent);
}

/** Syncs a directory, so that its names survive a power cut. Windows cannot do this, and does not need it. */
export async function syncDirectory(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

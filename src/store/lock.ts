import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { exits, isBusy, openingError, StoreError } from './store-error.ts';

/** The lock file in a data directory: an empty database. */
export const lockName = 'lock';

/** Why a second server is refused. `cause`: the error that has shown it. */
export const taken = (dir: string, cause?: unknown): StoreError =>
  new StoreError(exits.taken, `Another server is using ${dir}. Choose another directory with --data.`, { cause });

/** One server per directory. The kernel releases the lock when the process ends, also by SIGKILL. */
export interface Lock {
  release(): void;
}

/** Locks the directory for this process. Throws `StoreError` if another server has it, or it is not writable. */
export function takeLock(dir: string): Lock {
  const file = join(dir, lockName);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file);
    db.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    if (isBusy(error)) throw taken(dir, error);
    throw openingError(error, file);
  }
  const held = db;
  return { release: () => held.close() };
}

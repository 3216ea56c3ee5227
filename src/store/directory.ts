import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inspect } from './inspect.ts';
import { type Lock, lockName, takeLock } from './lock.ts';
import { exits, StoreError } from './store-error.ts';

/** A data directory, taken for this process. */
export interface Directory {
  /** The database's path. */
  readonly file: string;
  readonly lock: Lock;
}

/**
 * Makes the directory if it is missing, readable by its owner only, takes it, and looks whether its database can be
 * opened by a program that knows `newest` versions. Throws `StoreError`; a directory that is refused is left as it was.
 */
export async function openDirectory(dir: string, newest: number): Promise<Directory> {
  await makeDirectory(dir);
  const file = join(dir, 'polylogue.db');
  // Without a lock file no server has been here, so a database is somebody else's, or was put there: look first.
  const visited = existsSync(join(dir, lockName));
  if (!visited) inspect(file, newest);
  const lock = takeLock(dir);
  try {
    if (visited) inspect(file, newest);
  } catch (error) {
    lock.release();
    throw error;
  }
  return { file, lock };
}

async function makeDirectory(dir: string): Promise<void> {
  try {
    const made = await mkdir(dir, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncDirectory(dirname(made));
  } catch (error) {
    throw new StoreError(exits.unwritable, `The directory ${dir} cannot be made.`, { cause: error });
  }
}

/** Makes the names in a directory survive a power cut. Windows has no such thing and needs none. */
export async function syncDirectory(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

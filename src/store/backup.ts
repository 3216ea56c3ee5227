import { existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Millis } from '#chat/event.ts';
import { syncDirectory } from './directory.ts';
import { applicationId, migrations } from './migrations.ts';
import { exits, openingError, runningError, StoreError } from './store-error.ts';

export interface BackupOptions {
  /** The data directory; a server may be using it. */
  readonly dir: string;
  /** The path of the copy; it must not exist. */
  readonly file: string;
  /** Its temporary path, next to `file`, until it is complete. */
  readonly temporary: string;
}

/** The contents of a copy. */
export interface Backup {
  readonly entries: number;
  readonly accounts: number;
  readonly bytes: number;
  /** The time of its last entry; 0: it has none. */
  readonly upto: Millis;
}

type Reply =
  | { readonly refusal: 'foreign' | 'newer' }
  | { readonly message: string; readonly errcode: number }
  | (Omit<Backup, 'bytes'> & { readonly whole: boolean; readonly version: number });

/**
 * Makes a consistent copy of the database in a data directory, on a separate thread and through SQLite, so that a
 * running server is not disturbed. The copy is checked and synced. Only its owner may read it, because it contains
 * password hashes. A server started from the copy begins a new epoch. Rejects with a `StoreError`, or an error of
 * `node:fs`; then no file is left.
 */
export async function backup({ dir, file, temporary }: BackupOptions): Promise<Backup> {
  // SQLite treats an empty file as a new database, and keeps its mode.
  await (await open(temporary, 'wx', 0o600)).close();
  try {
    const { entries, accounts, upto } = await copied(join(dir, 'polylogue.db'), temporary);
    const { size: bytes } = await stat(temporary);
    await sync(temporary);
    if (existsSync(file)) throw new StoreError(exits.unwritable, `${file} exists already.`);
    await rename(temporary, file);
    await syncDirectory(dirname(resolve(file)));
    return { entries, accounts, bytes, upto };
  } finally {
    await rm(temporary, { force: true });
    await rm(`${temporary}-journal`, { force: true });
  }
}

async function copied(from: string, to: string): Promise<Omit<Backup, 'bytes'>> {
  const reply = await work(from, to);
  if ('refusal' in reply) {
    if (reply.refusal === 'foreign') throw new StoreError(exits.corrupt, `${from} is not a Polylogue database.`);
    throw new StoreError(exits.newer, `${from} was made by a newer version of Polylogue.`);
  }
  if ('message' in reply) throw errorOf(reply, from);
  if (!reply.whole || reply.version < 1)
    throw new StoreError(exits.corrupt, `${from} is damaged: the copy failed its check.`);
  return reply;
}

/** An error of SQLite, as text: its code would be lost between threads. */
function errorOf({ message, errcode }: { message: string; errcode: number }, from: string): unknown {
  const error = Object.assign(new Error(message), { errcode });
  return errcode === 0 ? error : openingError(runningError(error, from), from);
}

async function work(from: string, to: string): Promise<Reply> {
  const { promise, resolve: answer, reject } = Promise.withResolvers<Reply>();
  const program = new URL('./backup-worker.js', import.meta.url);
  // SQLite never reads a path that begins with a slash as a URI.
  const workerData = { from: resolve(from), to: resolve(to), applicationId, newest: migrations.length };
  // Options for the main program, such as `--input-type`, are not passed on.
  const worker = new Worker(program, { workerData, execArgv: [] });
  worker.once('message', answer).once('error', reject);
  worker.once('exit', () => reject(new Error('the copying thread has ended')));
  return promise;
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isDamaged } from '#store/store-error.ts';
import { WordTables } from './word-tables.ts';

/** Kilobytes of cached pages. */
const cache = 8192;

/**
 * Opens the file of the index, made if it is missing. A damaged one, or one of another version, is made anew: everything in it
 * is in the log too. Not a WAL: only one thread reads and writes it, and what was removed must not stay in a second file.
 */
export function openIndexFile(file: string): DatabaseSync {
  try {
    const db = connect(file);
    if (WordTables.fits(db)) return db;
    db.close();
  } catch (error) {
    if (!isDamaged(error)) throw error;
  }
  removeIndexFile(file);
  return connect(file);
}

/** Removes the index and what SQLite keeps beside it. */
export function removeIndexFile(file: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}

function connect(file: string): DatabaseSync {
  makePrivate(file);
  const db = new DatabaseSync(file, { timeout: 1000 });
  try {
    db.exec(`
      PRAGMA page_size = 8192;
      PRAGMA journal_mode = TRUNCATE;
      PRAGMA synchronous = NORMAL;
      PRAGMA secure_delete = ON;
      PRAGMA cache_size = -${cache};
      PRAGMA temp_store = MEMORY;
    `);
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** It has the words of private messages: only its owner may read it. SQLite gives the journal the same mode. */
const makePrivate = (file: string): void => closeSync(openSync(file, 'a', 0o600));

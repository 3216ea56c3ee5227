import { closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isDamaged } from '#store/store-error.ts';
import { WordTables } from './word-tables.ts';

/** Kilobytes of cached pages. */
const cache = 8192;

/**
 * Opens the file of the index; creates it if it is missing. A damaged file, or one of another version, is created
 * again, because its content is also in the log. It has no WAL: only one thread uses it, and removed words must not
 * remain in a second file.
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

/** Removes the index and SQLite's other files for it. */
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

/** The index contains words of private messages: only its owner may read it. SQLite gives the journal the same mode. */
const makePrivate = (file: string): void => closeSync(openSync(file, 'a', 0o600));

import { DatabaseSync } from 'node:sqlite';
import { type Migration, migrate } from './migrations.ts';

/** Milliseconds to wait for another program's write lock while the database is opened. Later `WriteLock` waits. */
const timeout = 5000;
/** Kilobytes of cached pages: inner pages, and the ends of tables. A leaf that is read at random costs less in a small cache. */
const cache = 4096;
/** Bytes from the beginning of the file that are read by mapping: the 50 pages of an old history cost 0.6 of copying them. */
const mapped = 256 * 1024 * 1024;

/** Opens a database for reading and writing, made and migrated if need be. */
export function connect(file: string, migrations: readonly Migration[]): DatabaseSync {
  const db = new DatabaseSync(file, { timeout });
  try {
    // Migrated while SQLite still syncs every commit; later commits are synced by `Wal`.
    migrate(db, migrations);
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = 0;
      PRAGMA cache_size = -${cache};
      PRAGMA temp_store = MEMORY;
      PRAGMA mmap_size = ${mapped};
      PRAGMA secure_delete = ON;
    `);
    // The first read opens the database and makes the WAL; a damaged schema is detected by it.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    db.exec('PRAGMA busy_timeout = 0');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

import { DatabaseSync } from 'node:sqlite';
import type { Migration } from './migration.ts';
import { migrate } from './migrations.ts';

/** Milliseconds to wait for another program's write lock while opening. After that, `WriteLock` waits. */
const timeout = 5000;
/**
 * Kilobytes of cached pages: inner pages, and the ends of tables. A larger cache makes random reads of leaf pages
 * slower.
 */
const cache = 4096;
/**
 * Bytes at the start of the file that are read through mmap, at most what SQLite allows: reading 50 pages of old history
 * takes 0.65 of the time.
 */
const mapped = 2 ** 31;

/** Opens a database for reading and writing. Creates or migrates it if necessary. */
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
    // The first read opens the database and creates the WAL. It also detects a damaged schema.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    db.exec('PRAGMA busy_timeout = 0');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

import { DatabaseSync } from 'node:sqlite';
import { type Migration, migrate } from './migrations.ts';

/** Milliseconds to wait for a program that writes beside us while this is opened. Later `WriteLock` waits. */
const timeout = 5000;
/** Kilobytes of pages kept at hand: inner pages, and the ends of tables. A leaf that is read at random costs less in a small cache. */
const cache = 4096;

/** Opens a database for reading and writing, made and migrated if need be. `migrating` is told of the latter before. */
export function connect(
  file: string,
  migrations: readonly Migration[],
  migrating?: (from: number, to: number) => void,
): DatabaseSync {
  const db = new DatabaseSync(file, { timeout });
  try {
    // Migrated while every commit is still synced; what comes after is synced by `Wal`.
    migrate(db, migrations, migrating);
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = 0;
      PRAGMA cache_size = -${cache};
      PRAGMA temp_store = MEMORY;
    `);
    // The WAL is opened, and made, with the first look at the database; damage to the schema shows in it.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    db.exec('PRAGMA busy_timeout = 0');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

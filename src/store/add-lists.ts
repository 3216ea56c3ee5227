import type { DatabaseSync } from 'node:sqlite';

/**
 * - `listing`: the lists of rooms; those of the server have room 0. `key`: see `Listing`. `until`: 0 means for ever.
 * - `session.address`: the keyed hash of its network. `address_key`: one row with the key of that hash.
 */
export const addLists = (db: DatabaseSync): void =>
  db.exec(`
    CREATE TABLE listing (
      room INTEGER NOT NULL,
      list TEXT NOT NULL,
      key TEXT NOT NULL,
      user INTEGER,
      shown TEXT NOT NULL,
      by_id INTEGER NOT NULL,
      by_name TEXT NOT NULL,
      at INTEGER NOT NULL,
      until INTEGER NOT NULL,
      reason TEXT NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (room, list, key)
    ) WITHOUT ROWID;
    CREATE INDEX listing_invited ON listing (user, room) WHERE list = 'invitation';
    CREATE TABLE address_key (one INTEGER PRIMARY KEY CHECK (one = 1), key TEXT NOT NULL);
    ALTER TABLE session ADD COLUMN address TEXT;
  `);

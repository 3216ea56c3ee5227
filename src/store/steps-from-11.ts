import { markRoomEntries } from './mark-room-entries.ts';
import type { Migration } from './migration.ts';

/** The settings of the whole chat that were set, by name. `seq`: the entry that set it. */
export const chatSettings: Migration = (db) =>
  db.exec(`
    CREATE TABLE chat_setting (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL,
      seq INTEGER NOT NULL
    ) WITHOUT ROWID;
  `);

/**
 * `room_run.marks`: the sender of each entry, as in `entry-marks.ts`; rows have half as many entries. `spoke`: the last
 * message of a user in a room, among those in full rows. `account.heard`: private messages up to this place were read
 * because the user heard them.
 */
export const marks: Migration = markRoomEntries;

/**
 * - `reaction`: who has reacted to a message, with the name it had then; `reaction_kind`: with what, how many, and since which entry.
 * - `mention`: the messages that mention a user in a room, and their authors (`by`); user 0: all its members.
 */
export const reactions: Migration = (db) =>
  db.exec(`
    CREATE TABLE reaction (
      target INTEGER NOT NULL,
      emoji TEXT NOT NULL,
      user INTEGER NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (target, emoji, user)
    ) WITHOUT ROWID;
    CREATE TABLE reaction_kind (
      target INTEGER NOT NULL,
      emoji TEXT NOT NULL,
      users INTEGER NOT NULL,
      since INTEGER NOT NULL,
      PRIMARY KEY (target, emoji)
    ) WITHOUT ROWID;
    CREATE TABLE mention (
      user INTEGER NOT NULL,
      room INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      by INTEGER NOT NULL,
      PRIMARY KEY (user, room, seq)
    ) WITHOUT ROWID;
  `);

/**
 * - `account.role`: the server role; null for nearly all accounts.
 * - `member_keeper`: the operators and owners of rooms. A former member has no role.
 */
export const roles: Migration = (db) =>
  db.exec(`
    ALTER TABLE account ADD COLUMN role TEXT;
    CREATE INDEX member_keeper ON member (room, joined) WHERE role IN ('operator', 'owner');
  `);

/** `token`: the valid codes, by the entry that created them; see `TokenRow`. The codes themselves are not stored. */
export const tokens: Migration = (db) =>
  db.exec(`
    CREATE TABLE token (
      id INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,
      purpose TEXT NOT NULL,
      owner INTEGER NOT NULL,
      room INTEGER NOT NULL,
      until INTEGER NOT NULL,
      uses INTEGER NOT NULL,
      at INTEGER NOT NULL,
      by INTEGER NOT NULL
    );
    CREATE INDEX token_owner ON token (owner);
    CREATE INDEX token_by ON token (by);
  `);

/**
 * - `account_role`: the operators and owners of the server.
 * - `audit`: the entries in which somebody used a right. Older versions have none.
 */
export const rights: Migration = (db) =>
  db.exec(`
    CREATE INDEX account_role ON account (id) WHERE role IS NOT NULL;
    CREATE TABLE audit (seq INTEGER PRIMARY KEY);
  `);

/**
 * `token` also contains grants. `scopes`: of a bot, with commas; `label`: the name of a grant; `used`: the time of its
 * last use. `token_code`: the codes without grants, of which there may be many. `token_room`: the codes of a room.
 */
export const grants: Migration = (db) =>
  db.exec(`
    ALTER TABLE token ADD COLUMN scopes TEXT NOT NULL DEFAULT '';
    ALTER TABLE token ADD COLUMN label TEXT NOT NULL DEFAULT '';
    ALTER TABLE token ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
    DROP INDEX token_owner;
    CREATE INDEX token_owner ON token (owner, purpose);
    DROP INDEX token_by;
    CREATE INDEX token_by ON token (by, purpose);
    CREATE INDEX token_code ON token (id) WHERE purpose NOT IN ('device', 'bot', 'webhook');
    CREATE INDEX token_room ON token (room, purpose) WHERE room > 0;
  `);

/**
 * Guests who may come back. `guest.ended`: where they departed; 0: they are present. `token_code` without the tokens of their
 * sessions, and `token_guest`: these, by guest.
 */
export const formerGuests: Migration = (db) =>
  db.exec(`
    ALTER TABLE guest ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX guest_ended ON guest (ended) WHERE ended > 0;
    DROP INDEX token_code;
    CREATE INDEX token_code ON token (id) WHERE purpose NOT IN ('device', 'bot', 'webhook', 'guest');
    CREATE INDEX token_guest ON token (owner) WHERE purpose = 'guest';
  `);

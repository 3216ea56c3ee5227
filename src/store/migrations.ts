import type { DatabaseSync } from 'node:sqlite';
import type { Migration } from './migration.ts';
import { addPersonal } from './add-personal.ts';
import { addLists } from './add-lists.ts';
import { newestSchema } from './newest-schema.ts';
import { packRoomEntries } from './pack-room-entries.ts';
import { recomputeKeys } from './recompute-keys.ts';

import { chatSettings, formerGuests, grants, marks, reactions, roles, tokens, rights } from './steps-from-11.ts';

/** `Poly`, in the database's header: identifies our files. */
export const applicationId = 0x506f6c79;

/**
 * - `entry`: the log, in order. Only kept events.
 * - `room_entry`: a room's entries, and under `-id` an account's private ones; written later, up to
 *   `progress.indexed`.
 * - `guest`, `session`: to restore the live world after a restart; guests are not looked up by name here.
 * - `member`: of channels and of direct rooms. `left`: when the membership ended. `read`: its read cursor.
 * - `progress`: row 0 is the order itself (`mark`: its epoch; of a run, its id; `upto`: its last seq; `node`, `beyond`: the name of the bus and
 *   the place there, where the bus has one), the others are runs by the seq
 *   they began at. One table, so that a batch touches one page in addition to its entries.
 */
const first: Migration = (db) =>
  db.exec(`
    CREATE TABLE entry (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      at INTEGER NOT NULL,
      from_id INTEGER NOT NULL,
      from_name TEXT NOT NULL,
      room INTEGER,
      room_name TEXT,
      kind TEXT NOT NULL,
      body TEXT
    );
    CREATE TABLE room_entry (
      room INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (room, seq)
    ) WITHOUT ROWID;
    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      folded TEXT NOT NULL UNIQUE,
      version INTEGER NOT NULL,
      secret TEXT NOT NULL
    );
    CREATE TABLE guest (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL
    );
    CREATE TABLE session (
      run TEXT NOT NULL,
      session INTEGER NOT NULL,
      user INTEGER NOT NULL,
      PRIMARY KEY (run, session)
    ) WITHOUT ROWID;
    CREATE TABLE room (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      folded TEXT,
      low INTEGER,
      high INTEGER
    );
    CREATE UNIQUE INDEX room_folded ON room (folded) WHERE folded IS NOT NULL;
    CREATE UNIQUE INDEX room_pair ON room (low, high) WHERE low IS NOT NULL;
    CREATE TABLE member (
      room INTEGER NOT NULL,
      user INTEGER NOT NULL,
      role TEXT NOT NULL,
      joined INTEGER NOT NULL,
      left INTEGER,
      read INTEGER NOT NULL,
      PRIMARY KEY (room, user)
    ) WITHOUT ROWID;
    CREATE INDEX member_user ON member (user, left, room);
    CREATE TABLE progress (
      run INTEGER PRIMARY KEY,
      mark TEXT NOT NULL,
      node TEXT NOT NULL,
      upto INTEGER NOT NULL,
      at INTEGER NOT NULL,
      indexed INTEGER NOT NULL,
      beyond TEXT NOT NULL
    );
  `);

/**
 * - `account.at`: when it was registered. `delivered`: its delivery cursor; 0 for accounts of older versions.
 * - `session.listener`: its listener, if that takes an account only once.
 */
const second: Migration = (db) =>
  db.exec(`
    ALTER TABLE account ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE account ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE session ADD COLUMN listener TEXT;
  `);

/** `imported`: the import keys of imported messages in the log, so that each is imported once. */
const third: Migration = (db) => db.exec('CREATE TABLE imported (mark TEXT PRIMARY KEY) WITHOUT ROWID');

/**
 * `stretch`: the range of times of the entries that were indexed together, those with `after < seq <= upto`. Imported
 * messages count with their original time.
 */
const times: Migration = (db) =>
  db.exec(`
    CREATE TABLE stretch (
      upto INTEGER PRIMARY KEY,
      after INTEGER NOT NULL,
      least INTEGER NOT NULL,
      greatest INTEGER NOT NULL
    );
    CREATE INDEX stretch_greatest ON stretch (greatest);
    INSERT INTO stretch (upto, after, least, greatest)
      SELECT max(seq), min(seq) - 1, min(time), max(time) FROM (
        SELECT seq, iif(kind = 'imported', CAST(substr(body, 1, instr(body, ' ') - 1) AS INTEGER), at) AS time
        FROM entry WHERE seq <= (SELECT indexed FROM progress WHERE run = 0)
      ) GROUP BY seq / 4096;
  `);

/**
 * Recomputes the keys of accounts and channels (`folded`): names that look alike are now equal, and some are not valid.
 */
const lookAlikes: Migration = recomputeKeys;

/** `session.mail`: mail is written to the session without a request, so no mail waits. */
const takers: Migration = (db) => db.exec('ALTER TABLE session ADD COLUMN mail INTEGER NOT NULL DEFAULT 1');

/**
 * `room_run`, replaces `room_entry`: the seqs of a room's entries, and under `-id` of an account's private ones. One
 * row for some hundred entries, by the seq of the first; `gaps`: as in `Packed`.
 */
const runs: Migration = (db) => {
  db.exec(`
    CREATE TABLE room_run (
      room INTEGER NOT NULL,
      first INTEGER NOT NULL,
      gaps BLOB NOT NULL,
      PRIMARY KEY (room, first)
    ) WITHOUT ROWID;
  `);
  packRoomEntries(db);
  db.exec('DROP TABLE room_entry');
};

/**
 * `entry.via`: the number of the dialect. `entry.account`: whether the sender has an account. Null in older entries.
 */
const speakers: Migration = (db) =>
  db.exec(`
    ALTER TABLE entry ADD COLUMN via INTEGER;
    ALTER TABLE entry ADD COLUMN account INTEGER;
  `);

/** `once`: ids that clients chose for requests, so that a repeated request is not carried out again. */
const onceIds: Migration = (db) =>
  db.exec(`
    CREATE TABLE once (
      user INTEGER NOT NULL,
      id TEXT NOT NULL,
      seq INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (user, id)
    ) WITHOUT ROWID;
    CREATE INDEX once_seq ON once (user, seq);
  `);

/** The settings of rooms, by name. `seq`: the entry that set it. */
const settings: Migration = (db) =>
  db.exec(`
    CREATE TABLE room_state (
      room INTEGER NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (room, name)
    ) WITHOUT ROWID;
  `);

/** Append only: these steps were already applied to existing databases. */
export const migrations: readonly Migration[] = [
  first,
  second,
  third,
  lookAlikes,
  times,
  takers,
  runs,
  speakers,
  onceIds,
  settings,
  chatSettings,
  marks,
  roles,
  tokens,
  reactions,
  rights,
  addPersonal,
  addLists,
  grants,
  formerGuests,
];

/** Migrates a database to the newest version, in one transaction. Does nothing if it has that version. */
export function migrate(db: DatabaseSync, steps: readonly Migration[] = migrations): void {
  const version = versionOf(db);
  if (version >= steps.length) return;
  db.exec('BEGIN EXCLUSIVE');
  try {
    if (version === 0 && steps === migrations) db.exec(newestSchema);
    else for (const step of steps.slice(version)) step(db);
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${steps.length}; COMMIT`);
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** The number of migrations that were applied to a database. */
export const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

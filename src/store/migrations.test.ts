import { inboxOf } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, test } from 'node:test';
import type { Migration } from './migration.ts';
import { applicationId, migrate, migrations, versionOf } from './migrations.ts';
import { openStore } from './open-store.ts';
import { everything } from './hand-made-order.suite.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'polylogue-store-'));
});
afterEach(() => rm(dir, { recursive: true }));

/** A database as version 1 left it. */
function versionOne(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  db.exec(readFileSync(new URL('../../test/fixtures/first-schema.sql', import.meta.url), 'utf8'));
  return db;
}

/** `ALTER TABLE` adds its own line breaks before columns. */
const shortened = (sql: string): string => sql.replaceAll(/\s+/g, ' ').replaceAll(/ ?([(),]) ?/g, '$1');

const schemaOf = (db: DatabaseSync): unknown =>
  db
    .prepare('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name')
    .all()
    .map((row) => [row['name'], shortened(String(row['sql']))]);

test('a database of version 1 is read', async () => {
  versionOne(join(dir, 'polylogue.db')).close();
  const store = await openStore({ dir, durability: 'relaxed' });
  const from = { id: 3, name: 'alice' };
  const room = { id: 4, name: '#lobby' };
  assert.deepEqual(store.place(), { seq: 7, at: 1_700_000_000_007, epoch: 'epoch' });
  assert.deepEqual(store.runs(), [{ id: 2, runId: 'first', node: 'n', upto: 5, beyond: [7] }]);
  assert.deepEqual(store.account(3), { id: 3, name: 'alice', version: 1, secret: 'hash', at: 0, delivered: 0 });
  assert.deepEqual(store.present(), [
    { run: 'first', session: 1, user: from, guest: false, mail: true },
    { run: 'first', session: 2, user: { id: 5, name: 'bob' }, guest: true, mail: true },
  ]);
  assert.deepEqual(store.direct(3, 5), { id: 7, name: '', pair: [3, 5] });
  assert.deepEqual(store.member(4, 3), { room: 4, user: 3, role: 'member', joined: 4, read: 6 });
  assert.deepEqual(store.entries(4, everything), [
    { seq: 4, id: 'first-4', at: 1_700_000_000_004, from, room, event: { kind: 'joined' } },
    { seq: 6, id: 'first-6', at: 1_700_000_000_006, from, room, event: { kind: 'message', text: 'hello' } },
  ]);
  await store.close();
});

test('a new database has the tables that all migrations give', () => {
  const [fresh, grown] = [new DatabaseSync(':memory:'), new DatabaseSync(':memory:')];
  migrate(fresh);
  for (const [version] of migrations.entries()) migrate(grown, migrations.slice(0, version + 1));
  assert.deepEqual(schemaOf(fresh), schemaOf(grown));
  assert.deepEqual([versionOf(fresh), versionOf(grown)], [migrations.length, migrations.length]);
});

test('the first migration still creates the schema of version 1', () => {
  const made = new DatabaseSync(':memory:');
  migrate(made, migrations.slice(0, 1));
  const frozen = versionOne(':memory:');
  assert.deepEqual(schemaOf(made), schemaOf(frozen));
  migrate(made);
  migrate(frozen);
  assert.deepEqual(schemaOf(made), schemaOf(frozen));
  assert.equal(versionOf(frozen), migrations.length);
});

/** The first version that stores times. */
const withTimes = 5;

for (let version = 1; version < withTimes; version++) {
  test(`a database of version ${version} has the times of its entries`, async () => {
    const db = versionOne(join(dir, 'polylogue.db'));
    migrate(db, migrations.slice(0, version));
    const add = db.prepare(
      `INSERT INTO entry (seq, id, at, from_id, from_name, kind, body) VALUES (?, ?, ?, 3, 'alice', ?, ?)`,
    );
    add.run(5000, 'first-a', 1_700_000_000_000, 'imported', '1000 long ago');
    add.run(5001, 'first-b', 1_900_000_000_000, 'message', 'the clock was ahead');
    add.run(9000, 'first-c', 1_700_000_000_001, 'message', 'right again');
    add.run(9001, 'first-d', 1_700_000_000_002, 'message', 'in the tail');
    db.exec('UPDATE progress SET upto = 9001, indexed = 9000 WHERE run = 0');
    db.close();
    const store = await openStore({ dir, durability: 'relaxed' });
    assert.deepEqual(store.timeRanges(0, 1000), [{ after: 4999, before: 5002 }]);
    assert.deepEqual(store.timeRanges(1_900_000_000_000, Infinity), [{ after: 4999, before: 5002 }]);
    assert.deepEqual(store.timeRanges(1_700_000_000_001, 1_700_000_000_001), [
      { after: 0, before: 8 },
      { after: 4999, before: 5002 },
      { after: 8999, before: 9001 },
    ]);
    assert.deepEqual(store.timeRanges(1_700_000_000_002, 1_700_000_000_002).at(-1), { after: 9000, before: Infinity });
    await store.close();
  });
}

/** The last version with a row for each entry in the index by room. */
const unpacked = 6;

test('the index by room is packed, of all rooms and inboxes, and that is said before', async () => {
  const db = versionOne(join(dir, 'polylogue.db'));
  migrate(db, migrations.slice(0, unpacked));
  const add = db.prepare(
    `INSERT INTO entry (seq, id, at, from_id, from_name, room, room_name, kind, body)
      VALUES (?, ?, 1, 3, 'alice', ?, '#room', 'message', ?)`,
  );
  const index = db.prepare('INSERT INTO room_entry (room, seq) VALUES (?, ?)');
  const seqsOf = new Map<number, number[]>();
  db.exec('BEGIN');
  for (let seq = 10; seq < 3000; seq++) {
    const room = seq % 50 === 0 ? 400 : 200 + (seq % 3);
    add.run(seq, `first-${seq.toString(36)}`, room, `text ${seq}`);
    for (const each of room === 200 ? [room, inboxOf(3)] : [room]) {
      seqsOf.set(each, [...(seqsOf.get(each) ?? []), seq]);
      if (seq <= 2900) index.run(each, seq);
    }
  }
  db.exec('UPDATE progress SET upto = 2999, indexed = 2900 WHERE run = 0; COMMIT');
  db.close();
  const told: unknown[] = [];
  const store = await openStore({
    dir,
    durability: 'relaxed',
    warn: ({ event, fields }) => told.push([event, fields]),
  });
  const copy = join(dir, `polylogue.db.before-${unpacked}`);
  assert.deepEqual(told, [['migrating', { from: unpacked, to: migrations.length, copy }]]);
  for (const [room, seqs] of seqsOf) {
    // Entries that are not indexed yet are found by room, and in the inboxes of the users of a direct room.
    const expected = room > 0 ? seqs : seqs.filter((seq) => seq <= 2900);
    const found = store.entries(room, everything);
    assert.deepEqual(
      found.map(({ seq, event }) => [seq, event]),
      expected.map((seq) => [seq, { kind: 'message', text: `text ${seq}` }]),
    );
  }
  // The log gives the sender of each: alice sent all, bob none.
  for (const [room, seqs] of seqsOf) {
    const [middle, last] = [seqs[Math.floor(seqs.length / 2)] ?? 0, seqs.at(-1) ?? 0];
    if (room < 0) assert.deepEqual(store.recentRooms(3, Infinity, 9), [200]);
    else {
      const range = { room, after: middle, before: Infinity, most: 5000 };
      assert.deepEqual(store.said({ ...range, user: 3 }), { count: 0, own: last, last });
      assert.deepEqual(store.said({ ...range, user: 4 }), {
        count: seqs.filter((seq) => seq > middle).length,
        own: 0,
        last,
      });
    }
  }
  await store.close();
});

const wider: Migration = (db) => db.exec(`ALTER TABLE room ADD COLUMN topic TEXT NOT NULL DEFAULT ''`);

test('a further migration keeps the rows, and is made once', () => {
  const db = versionOne(':memory:');
  migrate(db, [...migrations, wider]);
  migrate(db, [...migrations, wider]);
  assert.deepEqual({ ...db.prepare('SELECT name, topic FROM room WHERE id = 4').get() }, { name: '#lobby', topic: '' });
  assert.equal(versionOf(db), migrations.length + 1);
});

test('a migration that fails leaves everything as it was', () => {
  const db = versionOne(':memory:');
  const before = schemaOf(db);
  const broken: Migration = (on) => on.exec('DROP TABLE nowhere');
  assert.throws(() => migrate(db, [...migrations, wider, broken]), /no such table: nowhere/);
  assert.deepEqual(schemaOf(db), before);
  assert.equal(versionOf(db), 1);
});

test('a database has our application id', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db);
  assert.equal(db.prepare('PRAGMA application_id').get()?.['application_id'], applicationId);
});

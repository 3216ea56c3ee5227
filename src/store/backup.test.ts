import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, test } from 'node:test';
import { backup, type Backup } from './backup.ts';
import { openStore } from './open-store.ts';
import { StoreError } from './store-error.ts';
import { everything, newRoom, HandMadeOrder } from './hand-made-order.suite.ts';

let base: string;
let dir: string;
let file: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'polylogue-backup-'));
  dir = join(base, 'data');
  file = join(base, 'copy.db');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const copy = (): Promise<Backup> => backup({ dir, file, temporary: `${file}.part` });

/** An order with a room, an account and this many messages. */
async function written(
  messages: number,
): Promise<{ store: Store; order: HandMadeOrder; room: number; say(): Promise<void> }> {
  const store = await openStore({ dir, durability: 'strict' });
  const order = new HandMadeOrder();
  order.batch(store, order.founded('epoch'), order.began('first'));
  const room = newRoom(order, '#a');
  const { user, ...came } = order.guest('alice', 1, room);
  const { user: bob, ...registered } = order.registered('bob', 'hash');
  order.batch(store, came, registered);
  order.batch(store, order.message(bob, { id: order.seq + 1, name: 'alice' }, 'psst', [user.id, bob.id]));
  const say = (): Promise<void> => order.batchUnlocked(store, order.message(user, room, 'text'));
  for (let n = 0; n < messages; n++) await say();
  return { store, order, room: room.id, say };
}

async function refused(sentence: RegExp, exit: number): Promise<void> {
  await assert.rejects(copy(), (error) => {
    assert.ok(error instanceof StoreError, String(error));
    assert.match(error.message, sentence);
    assert.equal(error.exit, exit);
    return true;
  });
}

test('a copy made beside a store that is written holds all up to one moment, and says what', async () => {
  const { store, order, room, say } = await written(50);
  const copying = copy();
  let done = false;
  const ended = copying.then(() => (done = true));
  while (!done) {
    // The thread that copies holds the write lock for a moment when it closes the database.
    await say();
    await Promise.race([ended, new Promise((resolve) => setImmediate(resolve))]);
  }
  const made = await copying;
  const restored = join(base, 'restored');
  assert.equal(statSync(file).size, made.bytes);
  assert.deepEqual(readdirSync(base).sort(), ['copy.db', 'data']);
  await moveTo(restored);
  const later = await openStore({ dir: restored, durability: 'strict' });
  const entries = later.entries(room, everything);
  assert.ok(entries.length >= 50);
  assert.deepEqual(entries, order.entries.filter((entry) => entry.room?.id === room).slice(0, entries.length));
  assert.equal(made.entries, entries.length + 3);
  assert.equal(made.accounts, 1);
  assert.equal(made.upto, entries.at(-1)?.at);
  assert.equal(later.place().seq, entries.at(-1)?.seq);
  assert.equal(later.accountNamed('bob')?.secret, 'hash');
  await later.close();
  await store.close();
});

async function moveTo(restored: string): Promise<void> {
  const { mkdir, rename } = await import('node:fs/promises');
  await mkdir(restored);
  await rename(file, join(restored, 'polylogue.db'));
}

test('the copy has no epoch; all else is equal, and the original stays as it was', async () => {
  const { store, order } = await written(5);
  const runs = store.runs();
  await copy();
  assert.equal(store.place().epoch, 'epoch');
  await store.close();
  const restored = join(base, 'restored');
  await moveTo(restored);
  const later = await openStore({ dir: restored, durability: 'strict' });
  assert.deepEqual(later.place(), { ...order.place(), epoch: '' });
  assert.deepEqual(later.runs(), runs);
  await later.close();
  const first = await openStore({ dir, durability: 'strict' });
  assert.deepEqual(first.place(), order.place());
  await first.close();
});

test('a directory that nobody uses is copied too, and can be used afterwards', async () => {
  const { store, order } = await written(5);
  await store.close();
  const made = await copy();
  assert.equal(made.entries, order.entries.length);
  const later = await openStore({ dir, durability: 'strict' });
  assert.deepEqual(later.place(), order.place());
  await later.close();
});

test('only its owner may read the copy', { skip: process.platform === 'win32' && 'no modes' }, async () => {
  const { store } = await written(1);
  const mask = process.umask(0);
  try {
    await copy();
  } finally {
    process.umask(mask);
    await store.close();
  }
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('no file is overwritten', async () => {
  const { store } = await written(1);
  await store.close();
  writeFileSync(file, 'precious');
  await refused(/exists already/, 73);
  assert.equal(statSync(file).size, 8);
  assert.deepEqual(readdirSync(base).sort(), ['copy.db', 'data']);
});

for (const [what, change, sentence, exit] of [
  ['somebody else’s', 'PRAGMA application_id = 7', /is not a Polylogue database/, 65],
  ['of a newer version', 'PRAGMA user_version = 99', /newer version/, 78],
] as const) {
  test(`a database that is ${what} is not copied`, async () => {
    await (await written(1)).store.close();
    const db = new DatabaseSync(join(dir, 'polylogue.db'));
    db.exec(change);
    db.close();
    await refused(sentence, exit);
    assert.deepEqual(readdirSync(base), ['data']);
  });
}

test('a database that is damaged is not copied', async () => {
  await (await written(500)).store.close();
  const path = join(dir, 'polylogue.db');
  const { readFileSync } = await import('node:fs');
  const bytes = readFileSync(path);
  bytes.fill(0xff, 4096 * 2);
  writeFileSync(path, bytes);
  await refused(/is damaged/, 65);
  assert.deepEqual(readdirSync(base), ['data']);
});

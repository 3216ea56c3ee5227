import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { fold, foldCase } from '#chat/names/names.ts';
import { accountKey, keyOf } from '#chat/names/name-keys.ts';
import { LiveWorld } from '#chat/order/live-world.ts';
import { userNamed } from '#chat/order/world.ts';
import { migrate, migrations } from './migrations.ts';
import { openStore } from './open-store.ts';

/** The number of migrations before look-alike names became equal. */
const before = 3;

/** Opens a store on a database written by a version with this many migrations, with these accounts and channels. */
async function opened(t: TestContext, version: number, accounts: readonly string[], rooms: readonly string[] = []) {
  const dir = await mkdtemp(join(tmpdir(), 'polylogue-store-'));
  const db = new DatabaseSync(join(dir, 'polylogue.db'));
  db.exec(readFileSync(new URL('../../test/fixtures/first-schema.sql', import.meta.url), 'utf8'));
  migrate(db, migrations.slice(0, version));
  const account = db.prepare(`INSERT INTO account (id, name, folded, version, secret) VALUES (?, ?, ?, 1, ?)`);
  for (const [nth, name] of accounts.entries()) account.run(100 + nth, name, foldCase(name), `hash of ${name}`);
  const room = db.prepare('INSERT INTO room (id, name, folded) VALUES (?, ?, ?)');
  for (const [nth, name] of rooms.entries()) room.run(200 + nth, name, foldCase(name));
  db.close();
  const store = await openStore({ dir, durability: 'relaxed' });
  t.after(async () => {
    await store.close();
    await rm(dir, { recursive: true });
  });
  return store;
}

const accountOf = (store: Store, name: string): string | undefined => store.accountNamed(accountKey(store, name))?.name;
const roomOf = (store: Store, name: string): string | undefined =>
  store.channel(keyOf((key) => store.channel(key), name))?.name;

for (let version = 1; version <= before; version++) {
  test(`accounts of version ${version} that look alike are all found by their exact names`, async (t) => {
    const names = ['аlicе', 'alicе', 'Иван', 'Вob', 'Воb'];
    const store = await opened(t, version, names);
    for (const name of [...names, 'alice']) assert.equal(accountOf(store, name), name);
    // Alice was in the database before, and her key has not changed.
    for (const name of ['ALICE', 'аlice']) assert.equal(accountOf(store, name), 'alice');
    assert.equal(accountOf(store, 'BOB'), 'Вob', 'the older of two that both got another key');
    assert.equal(accountOf(store, 'иван'), 'Иван');
    assert.equal(store.account(100)?.secret, 'hash of аlicе');
  });
}

test('an account whose name is not valid any more is found by exactly that name', async (t) => {
  const names = ['[INFO]', 'ѕelf', 'bob∶', 'a\u0316\u0317\u0318\u0319\u031c'];
  const store = await opened(t, before, names);
  for (const name of names) assert.equal(accountOf(store, name), name);
  for (const name of ['[info]', 'self', 'ѕELF']) assert.equal(accountOf(store, name), undefined);
  const world = new LiveWorld(store);
  assert.equal(userNamed(world, '[INFO]')?.id, 100);
  assert.equal(userNamed(world, 'self'), undefined);
});

test('channels that look alike are all found by their exact names, and the lobby stays the lobby', async (t) => {
  const store = await opened(t, before, [], ['#lоbby', '#Паб', '#ПАБ2']);
  for (const name of ['#lobby', '#lоbby', '#Паб', '#ПАБ2']) assert.equal(roomOf(store, name), name);
  assert.equal(roomOf(store, '#LOBBY'), '#lobby');
  assert.equal(store.channel(fold('#паб'))?.name, '#Паб');
  assert.equal(new LiveWorld(store).channel('#lоbby')?.id, 200);
});

test('such an account is present under its own key', async (t) => {
  const store = await opened(t, before, ['аlicе']);
  const world = new LiveWorld(store);
  const own = world.addUser({ id: 100, name: 'аlicе', account: true }, false, []);
  assert.equal(userNamed(world, 'аlicе'), own);
  assert.equal(userNamed(world, 'ALICE')?.id, 3);
  world.removeUser(own);
  assert.equal(userNamed(world, 'аlicе')?.id, 100);
});

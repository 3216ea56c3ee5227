import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test, type TestContext } from 'node:test';
import { HandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Store } from '#chat/ports.ts';
import { argonPasswords } from '#server/passwords.ts';
import { migrations, versionOf } from '#store/migrations.ts';
import { openStore, type StoreOptions } from '#store/open-store.ts';
import { StoreError } from '#store/store-error.ts';

/**
 * `version-N.sql`: what a server of that time has left behind when it was killed. `version-N.json`: what its own code then
 * read there. Version 6 is in `old-database.test.ts`.
 */
const versions = [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

interface Old {
  readonly dir: string;
  readonly file: string;
  open(options?: Partial<StoreOptions>): Promise<Store>;
}

function oldDatabase(t: TestContext, version: number): Old {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-old-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'polylogue.db');
  const db = new DatabaseSync(file);
  db.exec(`BEGIN; ${fixture(`version-${version}.sql`)} COMMIT`);
  db.close();
  return { dir, file, open: (options = {}) => openStore({ dir, durability: 'relaxed', ...options }) };
}

const all = { after: 0, before: Infinity, limit: 1_000_000, first: true };

/** All that a store tells of what the old versions knew, in the form of the fixtures. */
function told(store: Store): unknown {
  const place = store.place();
  const ids = Array.from({ length: place.seq + 1 }, (_, id) => id);
  const lists = ids.flatMap((id) => [id, -id]).map((id) => [id, store.entries(id, all)] as const);
  const states = ids.map((id) => [id, store.roomState(id)] as const);
  return {
    place,
    runs: store.runs(),
    present: store.present(),
    accounts: ids.flatMap((id) => store.account(id) ?? []),
    rooms: ids.flatMap((id) => store.room(id) ?? []),
    entries: Object.fromEntries(lists.filter(([, list]) => list.length > 0)),
    members: ids.flatMap((room) => ids.flatMap((user) => store.member(room, user) ?? [])),
    states: Object.fromEntries(states.filter(([, state]) => Object.keys(state).length > 0)),
    codes: store.tokens(0, 100),
    grants: [...ids.flatMap((id) => store.grants(id)), ...ids.flatMap((id) => store.webhooks(id))],
    settings: store.chatSettings(),
    listings: store.listings(0),
  };
}

/** The lengths of all lists: a comparison of what must be there does not find what is too much. */
const lengths = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.length
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, lengths(each)]))
      : undefined;

/** Of an edited message, the place of the edit was not kept then. */
const asNow = (key: string, value: unknown): unknown => (key === 'edited' && value === true ? 1 : value);

const plain = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value));

describe('a database of an earlier version', () => {
  for (const version of versions) {
    test(`${version} has the same content, and the chat continues in it`, async (t) => {
      const old = oldDatabase(t, version);
      const expected: Record<string, unknown> = {
        states: {},
        ...JSON.parse(fixture(`version-${version}.json`), asNow),
      };
      const store = await old.open();
      const found = plain(told(store));
      assert.partialDeepStrictEqual(found, expected);
      const listsOf = ({ accounts, rooms, entries, members, runs }: Record<string, unknown>): unknown =>
        lengths({ accounts, rooms, entries, members, runs });
      assert.deepEqual(listsOf(found), listsOf(expected));
      const hand = new HandChat(store, { node: 'single', newId: () => 'runafter1' });
      await hand.begin();
      assert.equal(hand.chat.present('robert'), undefined, 'guests of the killed server are gone');
      const { ear, seat } = await hand.come('zoe', '#lobby');
      hand.say(seat, 'the chat goes on', '#lobby');
      await hand.bus.deliver();
      assert.match(ear.hear(), /the chat goes on=/);
      await hand.chat.stop();
      await store.close();
    });
  }

  test('has the same passwords', async (t) => {
    const store = await oldDatabase(t, 2).open();
    const alice = store.accountNamed('alice');
    assert.ok(await argonPasswords().verify('swordfish-1', alice?.secret));
    await store.close();
  });
});

describe('the copy that is kept before a database is brought to the newest version', () => {
  test('can be opened by the earlier version: it is whole, and only its owner can read it', async (t) => {
    const { dir, file, open } = oldDatabase(t, 8);
    const warned: string[] = [];
    const store = await open({ warn: ({ sentence }) => warned.push(sentence) });
    await store.close();
    const copy = `${file}.before-8`;
    assert.deepEqual(warned.length, 1);
    assert.ok(warned[0]?.includes(copy));
    assert.equal(statSync(copy).mode & 0o777, 0o600);
    const db = new DatabaseSync(copy, { readOnly: true });
    assert.equal(versionOf(db), 8);
    const original = new DatabaseSync(':memory:');
    original.exec(fixture('version-8.sql'));
    for (const table of ['entry', 'account', 'room', 'member', 'room_run']) {
      const rows = (from: DatabaseSync): unknown => from.prepare(`SELECT * FROM ${table}`).all();
      assert.deepEqual(rows(db), rows(original), table);
    }
    db.close();
    await (await open()).close();
    assert.deepEqual(
      readdirSync(dir).filter((name) => name.includes('before')),
      ['polylogue.db.before-8'],
      'a newest one is not copied',
    );
  });

  test('replaces neither an earlier copy nor the file of a killed start', async (t) => {
    const { file, open } = oldDatabase(t, 9);
    for (const name of [`${file}.before-9`, `${file}.before-9-2`]) writeFileSync(name, 'kept');
    writeFileSync(`${file}.before-9-3.part`, 'cut off');
    await (await open()).close();
    assert.equal(readFileSync(`${file}.before-9`, 'utf8'), 'kept');
    assert.ok(statSync(`${file}.before-9-3`).size > 4096);
    assert.equal(statSync(`${file}.before-9-3.part`, { throwIfNoEntry: false }), undefined);
  });

  test('needs free space: without it nothing is changed', async (t) => {
    const { dir, file, open } = oldDatabase(t, 10);
    const before = readFileSync(file);
    await assert.rejects(open({ parts: { free: async () => 1_048_576 } }), (error) => {
      assert.ok(error instanceof StoreError);
      assert.equal(error.exit, 73);
      assert.match(
        error.message,
        /is of version 10, .* 65 MB are needed, 1 MB are free\. Nothing was changed. Free some space/,
      );
      return true;
    });
    assert.deepEqual(readFileSync(file), before);
    assert.ok(!readdirSync(dir).some((name) => name.includes('before')));
    await (await open()).close();
  });

  test('is removed when the migration fails', async (t) => {
    const { dir, file, open } = oldDatabase(t, 10);
    const broken = (db: DatabaseSync): void => db.exec('DROP TABLE nowhere');
    await assert.rejects(open({ parts: { migrations: [...migrations, broken] } }), /nowhere/);
    assert.ok(!readdirSync(dir).some((name) => name.includes('before')));
    const db = new DatabaseSync(file, { readOnly: true });
    assert.equal(versionOf(db), 10);
    db.close();
  });
});

import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';

import type { Entry } from '#chat/event.ts';
import { HandChat } from '#chat/hub/hand-bus.suite.ts';
import { openStore } from '#store/open-store.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

/** The store of a directory with the database that version 6 left behind. */
async function openOld(t: TestContext): Promise<Store> {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-old-'));
  const db = new DatabaseSync(join(dir, 'polylogue.db'));
  db.exec(fixture('version-6.sql'));
  db.close();
  const store = await openStore({ dir, durability: 'relaxed' });
  t.after(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });
  return store;
}

const all = { after: 0, before: Infinity, limit: 1_000_000, first: true };

const filled = (lists: readonly (readonly [number, readonly unknown[]])[]): unknown =>
  Object.fromEntries(lists.filter(([, list]) => list.length > 0));

/** All that a store tells, in the form of `version-6.json`, which was written by version 6 (where a run’s id was its `mark`). */
function read(store: Store): unknown {
  const ids = Array.from({ length: store.place().seq + 1 }, (_, id) => id);
  const members = ids.flatMap((room) => ids.map((user) => store.member(room, user)));
  const stretches = [store.timeRanges(0, 1_600_000_000_000), store.timeRanges(1_790_000_000_000, 1_800_000_000_000)];
  return {
    place: store.place(),
    runs: store.runs().map(({ runId: mark, ...run }) => ({ mark, ...run })),
    present: store.present(),
    accounts: store.accounts(0, 1000),
    channels: store.channels('', 1000),
    rooms: store.rooms(0, 1000),
    entries: filled(ids.flatMap((id) => [id, -id]).map((id) => [id, store.entries(id, all)])),
    members: members.filter((member) => member !== undefined),
    memberships: filled(ids.map((user) => [user, store.memberships(user).map(({ id, name }) => ({ id, name }))])),
    imported: ['chatroom-1', 'chatroom-2', 'chatroom-3'].map((key) => store.imported(key)),
    stretches: stretches.map((list) =>
      list.map(({ after, before }) => ({ after, before: before === Infinity ? 'the end' : before })),
    ),
  };
}

test('a database of version 6 gives the same reads as before', async (t) => {
  const store = await openOld(t);
  assert.deepEqual(JSON.parse(JSON.stringify(read(store))), JSON.parse(fixture('version-6.json')));
});

test('what version 6 did not keep is unknown', async (t) => {
  const store = await openOld(t);
  const began = store.merged([{ room: 3, after: 0, before: 10 }], 2);
  assert.deepEqual(began[0], {
    seq: 5,
    id: 'runnorth1-5',
    at: 1_790_000_005_000,
    from: { id: 3, name: 'alice' },
    room: { id: 3, name: '#lobby' },
    event: { kind: 'message', text: 'hello, everybody' },
  });
});

test('the chat goes on in it', async (t) => {
  const store = await openOld(t);
  const hand = new HandChat(store, { node: 'north', newId: () => 'runnorth3' });
  await hand.begin();
  assert.deepEqual([hand.chat.present('hana'), hand.chat.present('gus')?.id], [undefined, 45]);
  const { ear, seat: carol } = await hand.come('Carol');
  hand.say(carol, 'carol is back', '#lobby');
  await hand.bus.deliver();
  assert.match(ear.hear(), /carol is back=/);
  const texts = (page: readonly Entry[] | string): readonly string[] =>
    typeof page === 'string' ? [page] : page.map(({ event }) => (event.kind === 'message' ? event.text : event.kind));
  assert.deepEqual(texts(hand.chat.history(carol, { room: '#lobby', limit: 3 })), [
    'third',
    'the last words',
    'carol is back',
  ]);
  assert.deepEqual(texts(hand.chat.history(carol, { room: '#tea', limit: 9 })), ['joined', 'left']);
  assert.deepEqual(texts(hand.chat.history(carol, { room: 'frank', limit: 9 })), ['in private, long ago']);
  const dora = await hand.come('dora');
  assert.deepEqual(texts(hand.chat.waiting(dora.seat, 9)), ['waits for dora again']);
  assert.equal(hand.chat.history(dora.seat, { room: '#lobby', limit: 9 }), 'not-member');
  await hand.chat.stop();
});

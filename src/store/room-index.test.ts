import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, test } from 'node:test';
import type { Store } from '#chat/ports.ts';
import type { RoomRef } from '#chat/event.ts';
import { everything, HandMadeOrder } from './hand-made-order.suite.ts';
import { openStore } from './open-store.ts';

/** Entries until the tail is full; the index is then written in this many batches, at most, and at least. */
const [indexEvery, batches] = [640, 64];
const rooms = Array.from({ length: indexEvery }, (_, nth): RoomRef => ({ id: nth + 1, name: `#${nth}` }));
const alice = { id: 1, name: 'alice' };

let dir: string;
let db: DatabaseSync;

const open = (): Promise<Store> =>
  openStore({ dir, durability: 'relaxed', parts: { indexEvery, connected: (opened) => (db = opened) } });

const indexed = (): number => Number(db.prepare('SELECT count(*) AS rooms FROM room_run').get()?.['rooms']);

beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'polylogue-index-'))));
afterEach(() => rmSync(dir, { recursive: true }));

test('a full tail is put into the index a few rooms in each batch; all of it is read meanwhile, and after a restart', async () => {
  let store = await open();
  const order = new HandMadeOrder();
  const say = (nth: number): void =>
    order.batch(store, order.message(alice, rooms[nth] ?? { id: 0, name: '' }, 'text'));
  const check = (): void => {
    for (const { id } of rooms) {
      const all = order.entries.filter(({ room }) => room?.id === id);
      assert.deepEqual(store.entries(id, everything), all);
      assert.deepEqual(store.entries(id, { ...everything, first: false }), all);
      assert.deepEqual(
        store.entries(id, { ...everything, after: indexEvery - 1 }),
        all.slice(id === indexEvery ? 0 : 1),
      );
    }
  };
  for (let nth = 0; nth < indexEvery; nth++) {
    assert.equal(indexed(), 0);
    say(nth);
  }
  const mostAtOnce = indexEvery / batches + 1;
  for (let batch = 1; batch < batches / 2; batch++) {
    assert.ok(indexed() <= batch * mostAtOnce && indexed() > 0, `${indexed()} rooms in ${batch} batches`);
    say(batch);
  }
  check();
  await store.close();
  store = await open();
  check();
  assert.ok(indexed() < indexEvery);
  for (let nth = 0; nth < batches; nth++) say(nth);
  assert.equal(indexed(), indexEvery);
  check();
  await store.close();
  store = await open();
  check();
  await store.close();
});

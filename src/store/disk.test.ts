import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, test } from 'node:test';
import type { RoomRef, UserRef } from '#chat/event.ts';
import { CheckpointThread } from './checkpoint-thread.ts';
import type { Checkpointed, Checkpointer } from './checkpoints.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import type { ReplaceableParts } from './replaceable-parts.ts';
import { StoreError } from './store-error.ts';
import { everything, HandMadeOrder } from './hand-made-order.suite.ts';

const user: UserRef = { id: 3, name: 'alice' };
const room: RoomRef = { id: 4, name: '#lobby' };
const megabyte = 1_048_576;

let dir: string;
let order: HandMadeOrder;
let store: Store | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'polylogue-store-'));
  order = new HandMadeOrder();
});
afterEach(async () => {
  await store?.close();
  rmSync(dir, { recursive: true });
});

async function open(
  parts: Partial<ReplaceableParts>,
  durability: StoreOptions['durability'] = 'strict',
): Promise<Store> {
  store = await openStore({ dir, durability, parts });
  return store;
}

const failing = (error: unknown): boolean => error instanceof StoreError && error.exit === 74;

/** Whether a promise is settled after all pending callbacks have run. */
async function isSettled(promise: Promise<void> | undefined): Promise<boolean> {
  let settled = false;
  const settle = (): void => void (settled = true);
  promise?.then(settle, settle);
  await setImmediate();
  return settled;
}

test('a batch is durable when it is synced, not before', async () => {
  let finish: (() => void) | undefined;
  let hold = false;
  const strict = await open({ sync: (_, done) => (hold ? (finish = () => done(null)) : done(null)) });
  hold = true;
  order.batch(strict, order.message(user, room, 'text'));
  const durable = strict.durable();
  assert.equal(await isSettled(durable), false);
  finish?.();
  await durable;
  assert.equal(strict.durable(), undefined);
});

test('a sync that fails is not asked again, and nothing is written after it', async () => {
  let syncs = 0;
  const strict = await open({ sync: (_, done) => done(++syncs === 2 ? new Error('EIO') : null) });
  order.batch(strict, order.message(user, room, 'text'));
  await assert.rejects(strict.durable() ?? Promise.resolve(), failing);
  assert.throws(() => strict.begin(), failing);
  await assert.rejects(strict.durable() ?? Promise.resolve(), failing);
  assert.equal(syncs, 2);
});

test('commits of a killed process are synced before they can be shown', async () => {
  let syncs = 0;
  const sync: ReplaceableParts['sync'] = (_, done) => {
    syncs++;
    done(null);
  };
  await open({ sync });
  assert.equal(syncs, 1);
});

test('in relaxed mode, nothing is synced and nothing waited for', async () => {
  const relaxed = await open({ sync: () => assert.fail('synced') }, 'relaxed');
  order.batch(relaxed, order.message(user, room, 'text'));
  assert.equal(relaxed.durable(), undefined);
});

test('a full disk rolls the batch back and says so', async () => {
  const small = await open({ connected: (db) => db.exec('PRAGMA max_page_count = 40') });
  order.batch(small, order.message(user, room, 'fits'));
  small.begin();
  small.write(order.message(user, room, 'does too'));
  const fill = (): void => {
    for (let n = 0; n < 20; n++) small.write(order.message(user, room, 'x'.repeat(16_000)));
    small.commit(order.place(), []);
  };
  assert.throws(fill, (error) => failing(error) && /disk is full/.test(String(error)));
  small.rollback();
  assert.deepEqual(small.entries(room.id, everything), order.entries.slice(0, 1));
  order.batch(small, order.message(user, room, 'goes on'));
});

/** Fills the WAL with about this many megabytes; `after` is called after each batch. */
async function write(to: Store, megabytes: number, after?: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < megabytes * 8; n++) {
    order.batch(to, ...Array.from({ length: 8 }, () => order.message(user, room, 'x'.repeat(16_000))));
    await to.durable();
    await after?.();
  }
}

test('the next batch waits for the second checkpoint', async () => {
  const runs: PromiseWithResolvers<Checkpointed>[] = [];
  const run = (): Promise<Checkpointed> => {
    const running = Promise.withResolvers<Checkpointed>();
    runs.push(running);
    return running.promise;
  };
  const done = { frames: 1100, done: 1100 };
  const relaxed = await open({ checkpointer: () => ({ run, close: () => Promise.resolve() }) }, 'relaxed');
  await write(relaxed, 6);
  assert.equal(runs.length, 1, 'the first runs beside the batches');
  runs[0]?.resolve(done);
  await setImmediate();
  order.batch(relaxed, order.message(user, room, 'text'));
  const durable = relaxed.durable();
  assert.equal(runs.length, 2);
  assert.equal(await isSettled(durable), false);
  runs[1]?.resolve(done);
  await durable;
});

for (const nth of [1, 2]) {
  test(`a checkpoint that fails stops the node, be it the ${nth === 1 ? 'first' : 'second'}`, async () => {
    let runs = 0;
    const run = (): Promise<Checkpointed> =>
      ++runs === nth ? Promise.reject(new Error('EIO')) : Promise.resolve({ frames: 1100, done: 1100 });
    const relaxed = await open({ checkpointer: () => ({ run, close: () => Promise.resolve() }) }, 'relaxed');
    await assert.rejects(write(relaxed, 8), failing);
    assert.equal(runs, nth);
    assert.throws(() => relaxed.begin(), failing);
  });
}

test('the WAL starts again and again, and stays short', async () => {
  const runs: Promise<Checkpointed>[] = [];
  const observed = (file: string): Checkpointer => {
    const thread = new CheckpointThread(file);
    const run = (): Promise<Checkpointed> => {
      const running = thread.run();
      runs.push(running);
      return running;
    };
    return { run, close: () => thread.close() };
  };
  const relaxed = await open({ checkpointer: observed }, 'relaxed');
  await write(relaxed, 30, () => Promise.resolve(runs.at(-1)));
  assert.ok(runs.length >= 8, `${runs.length} checkpoints`);
  for (const { frames, done } of await Promise.all(runs)) assert.equal(done, frames);
  const { size } = statSync(join(dir, 'polylogue.db-wal'));
  assert.ok(size < 6 * megabyte, `${size} bytes of WAL`);
});

import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, test } from 'node:test';
import { CheckpointThread } from './checkpoint-thread.ts';
import type { Checkpointed, Checkpointer } from './checkpoints.ts';
import { openStore } from './open-store.ts';
import { StoreError } from './store-error.ts';
import type { StoreWarning } from './store-warning.ts';
import { everything, HandMadeOrder } from './hand-made-order.suite.ts';

let dir: string;
let viewer: DatabaseSync;
let store: Store;
/** The number of pauses so far, and the action in each of them. */
let pauses: number[];
let during: (pause: number) => void;
let warnings: StoreWarning['event'][];
let checkpoints: Promise<Checkpointed>[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'polylogue-store-'));
  pauses = [];
  during = () => {};
  warnings = [];
  checkpoints = [];
  store = await openStore({
    dir,
    durability: 'relaxed',
    warn: ({ event }) => warnings.push(event),
    parts: { pause: async (ms) => during(pauses.push(ms)), checkpointer: observed },
  });
  viewer = new DatabaseSync(join(dir, 'polylogue.db'));
});
/** Runs checkpoints on their thread, and records them. */
function observed(file: string): Checkpointer {
  const thread = new CheckpointThread(file);
  const run = (): Promise<Checkpointed> => {
    const running = thread.run();
    checkpoints.push(running);
    return running;
  };
  return { run, close: () => thread.close() };
}

afterEach(async () => {
  viewer.close();
  await store.close();
  rmSync(dir, { recursive: true });
});

/** Releases the lock in the nth pause. */
function heldFor(nth: number): void {
  viewer.exec('BEGIN IMMEDIATE');
  during = (pause) => {
    if (pause === nth) viewer.exec('ROLLBACK');
  };
}

test('a lock that nobody holds is taken at once', () => {
  assert.equal(store.begin(), undefined);
  store.rollback();
  assert.deepEqual(pauses, []);
});

test('a batch begins when another program releases the lock, and nothing was blocked meanwhile', async () => {
  const order = new HandMadeOrder();
  const said = order.message({ id: 3, name: 'alice' }, { id: 4, name: '#lobby' }, 'hello');
  heldFor(3);
  await store.begin(() => assert.fail('held'));
  store.write(said);
  store.commit(order.place(), []);
  assert.deepEqual(pauses, [15, 15, 15]);
  assert.equal(store.entries(4, everything).length, 1);
  assert.deepEqual(warnings, []);
});

test('after 200 ms requests no longer wait, which is logged once, and so is its end', async () => {
  heldFor(20);
  const held: number[] = [];
  const locked: boolean[] = [];
  const letGo = during;
  during = (pause) => {
    locked.push(store.locked());
    letGo(pause);
  };
  store.waitForLock(Infinity);
  await store.begin(() => held.push(pauses.length));
  store.rollback();
  assert.deepEqual(held, [14]);
  assert.deepEqual(locked.indexOf(true), 14, 'from the next look on');
  assert.equal(store.locked(), false);
  assert.deepEqual(warnings, ['locked', 'unlocked']);
});

test('a command and a start give up after 5 s, and so does a stop that comes in the meantime', async () => {
  const refused = (error: unknown): boolean =>
    error instanceof StoreError && error.exit === 75 && /keeps .* locked/.test(error.message);
  viewer.exec('BEGIN IMMEDIATE');
  await assert.rejects(store.begin() ?? Promise.resolve(), refused);
  assert.equal(pauses.length, Math.ceil(5000 / 15));
  pauses = [];
  store.waitForLock(Infinity);
  during = (pause) => {
    if (pause === 1000) store.waitForLock(300);
  };
  await assert.rejects(store.begin() ?? Promise.resolve(), refused);
  assert.equal(pauses.length, 1000 + 300 / 15 - 1);
  viewer.exec('ROLLBACK');
  assert.equal(store.begin(), undefined);
  store.rollback();
});

test('a checkpoint runs although the store is locked', async () => {
  const order = new HandMadeOrder();
  const lines = Array.from({ length: 400 }, () =>
    order.message({ id: 3, name: 'alice' }, { id: 4, name: '#lobby' }, 'x'.repeat(16_000)),
  );
  order.batch(store, ...lines);
  viewer.exec('BEGIN IMMEDIATE');
  assert.equal(checkpoints.length, 1);
  const [{ frames, done } = { frames: 0, done: 0 }] = await Promise.all(checkpoints);
  assert.ok(frames > 1000);
  assert.equal(done, frames);
  viewer.exec('ROLLBACK');
  await store.durable();
  assert.equal(store.begin(), undefined);
  store.rollback();
});

import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, test } from 'node:test';
import { Checkpoints } from './checkpoints.ts';

const limit = 1000;
const stride = 100;

let frames: number;
let done: number;
let runs: number;
/** The checkpoints asked to empty the WAL. */
let emptied: number;
let checkpoints: Checkpoints;
let later: (() => void) | undefined;

beforeEach(() => {
  frames = 0;
  runs = 0;
  emptied = 0;
  later = undefined;
  checkpoints = new Checkpoints({
    checkpointer: {
      async run(empties = false) {
        runs++;
        if (empties) emptied++;
        return { frames, done };
      },
      close: () => Promise.resolve(),
    },
    frames: () => frames,
    limit,
    stride,
    clock: {
      after(_, call) {
        later = call;
        return () => (later = undefined);
      },
    },
    failed: (error) => assert.fail(String(error)),
  });
});

/** Runs both checkpoints, from a WAL of this many frames. */
async function both(long: number): Promise<void> {
  frames = long;
  checkpoints.wrote(stride);
  await setImmediate();
  await checkpoints.pause();
}

test('it looks at the WAL once in a stride, and checkpoints at the limit', async () => {
  frames = limit;
  checkpoints.wrote(stride - 1);
  assert.equal(runs, 0);
  checkpoints.wrote(1);
  assert.equal(runs, 1);
});

test('below the limit there is nothing to wait for', async () => {
  frames = limit - 1;
  checkpoints.wrote(stride);
  await setImmediate();
  assert.equal(checkpoints.pause(), undefined);
  assert.equal(runs, 0);
});

test('while the first runs there is nothing to wait for, and no other starts', async () => {
  frames = limit;
  checkpoints.wrote(stride);
  assert.equal(checkpoints.pause(), undefined);
  checkpoints.wrote(stride);
  assert.equal(runs, 1);
});

test('a WAL that has started again is checkpointed at the limit again', async () => {
  done = limit;
  await both(limit);
  frames = 1;
  checkpoints.wrote(stride);
  assert.equal(runs, 2);
  await both(limit);
  assert.equal(runs, 4);
});

test('a WAL that a reader holds is not checkpointed again until it has grown by the limit', async () => {
  done = 10;
  await both(limit);
  await both(limit + 1);
  await both(2 * limit - 1);
  assert.equal(runs, 2);
  await both(2 * limit);
  assert.equal(runs, 4);
});

test('a WAL with an erased text is emptied before the batch is shown, but not twice in a second', async () => {
  checkpoints.erased();
  await checkpoints.pause();
  assert.equal(emptied, 1);
  checkpoints.erased();
  assert.equal(checkpoints.pause(), undefined);
  assert.equal(emptied, 1);
  later?.();
  assert.equal(emptied, 2);
  await setImmediate();
  later?.();
  assert.equal(emptied, 2, 'nothing was erased since');
  checkpoints.erased();
  checkpoints.close();
  assert.equal(later, undefined);
});

test('it is tried again until nobody reads the WAL, and while another checkpoint runs it waits for that', async () => {
  frames = limit;
  checkpoints.wrote(stride);
  checkpoints.erased();
  assert.equal(checkpoints.pause(), undefined);
  later?.();
  assert.equal(emptied, 0);
  await setImmediate();
  later?.();
  await setImmediate();
  later?.();
  await setImmediate();
  assert.equal(emptied, 2, 'it still had frames');
  frames = 0;
  later?.();
  await setImmediate();
  later?.();
  assert.equal(emptied, 3);
});

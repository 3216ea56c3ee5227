import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, test } from 'node:test';
import { TemporaryDirectory } from '../../test/local-server.ts';
import { FreeSpace } from './free-space.ts';
import { openStore } from './open-store.ts';
import type { StoreWarning } from './store-warning.ts';

const megabyte = 1_048_576;
const reserve = 64 * megabyte;

let free: number | undefined;
let looks: number;
let timer: { ms: number; call: () => void } | undefined;
let space: FreeSpace;
let changes: (readonly [enough: boolean, free: number])[];

beforeEach(() => {
  looks = 0;
  timer = undefined;
  const clock = {
    after(ms: number, call: () => void) {
      const set = { ms, call };
      timer = set;
      return () => void (timer === set && (timer = undefined));
    },
  };
  const probe = async (): Promise<number> => {
    looks++;
    if (free === undefined) throw new Error('ENOSYS');
    return free;
  };
  changes = [];
  space = new FreeSpace({ dir: '/', reserve, probe, clock, changed: (...change) => void changes.push(change) });
});

async function secondPasses(): Promise<void> {
  assert.equal(timer?.ms, 1000);
  timer?.call();
  await setImmediate();
}

test('below the reserve there is no room, from the first look on', async () => {
  free = reserve - 1;
  await space.look();
  assert.equal(space.enough, false);
  await secondPasses();
  free = reserve + reserve / 8 - 1;
  await secondPasses();
  assert.equal(space.enough, false, 'one post would fill it again');
  free = reserve + reserve / 8;
  await secondPasses();
  assert.equal(space.enough, true);
  free = reserve;
  await secondPasses();
  assert.equal(space.enough, true);
  assert.deepEqual(
    changes,
    [
      [false, reserve - 1],
      [true, reserve + reserve / 8],
    ],
    'told once each',
  );
});

test('near the reserve it looks once a second, far from it no more', async () => {
  free = 2 * reserve - 1;
  await space.look();
  await secondPasses();
  await secondPasses();
  assert.equal(looks, 3);
  free = 2 * reserve;
  await secondPasses();
  assert.equal(timer, undefined);
});

test('it looks after every 8 MB written, one look at a time', async () => {
  free = 100 * reserve;
  await space.look();
  space.wrote(8 * megabyte - 1);
  assert.equal(looks, 1);
  free = 0;
  space.wrote(1);
  space.wrote(8 * megabyte);
  await setImmediate();
  assert.equal(looks, 2);
  assert.equal(space.enough, false);
});

test('if the free space cannot be read, the last value stays, and another attempt is made', async () => {
  free = undefined;
  await space.look();
  assert.equal(space.enough, true);
  free = 0;
  await secondPasses();
  free = undefined;
  await secondPasses();
  assert.equal(space.enough, false);
});

test('closed, it looks no more', async () => {
  free = 0;
  await space.look();
  space.close();
  assert.equal(timer, undefined);
});

test('a store warns of a full disk', async () => {
  using dir = new TemporaryDirectory();
  const warnings: StoreWarning[] = [];
  const warn = (warning: StoreWarning): void => void warnings.push(warning);
  const parts = { free: async () => 1.5 * megabyte };
  const store = await openStore({ dir: dir.path, durability: 'strict', warn, parts });
  await store.close();
  const sentence = `Less than 64 MB are free for ${dir.path}: messages are refused until there is more space.`;
  assert.deepEqual(warnings, [{ event: 'disk-full', sentence, fields: { free: '1 MB' } }]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TemporaryDirectory } from './local-server.ts';
import { lostToPowerCuts } from './power-cut.ts';

for (const seed of [1, 2, 3]) {
  test(`whatever was heard survives a power cut at any moment (seed ${seed})`, async () => {
    using dir = new TemporaryDirectory();
    assert.deepEqual(await lostToPowerCuts(dir.path, { cuts: 20, seed, durability: 'strict' }), []);
  });
}

test('in relaxed mode, a power cut loses the last writes: the disk of this test does lose data', async () => {
  using dir = new TemporaryDirectory();
  const lost = await lostToPowerCuts(dir.path, { cuts: 20, seed: 1, durability: 'relaxed' });
  assert.ok(lost.length > 0);
});

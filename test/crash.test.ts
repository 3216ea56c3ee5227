import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TemporaryDirectory } from './local-server.ts';
import { plays } from './plays.ts';
import { killServers } from './torture-kills.ts';

/** The number of frames before a kill; more would only take longer. */
const maxHeard = 1500;

for (const [durability, kills] of [
  ['strict', plays(4)],
  ['relaxed', plays(2)],
] as const) {
  test(`${durability}: shown messages survive ${kills} kills, each once and in order`, async () => {
    using dir = new TemporaryDirectory();
    const { kept, seen, answered } = await killServers({ dir: dir.path, kills, seed: 1, durability, maxHeard });
    assert.ok(kept > 50 * kills && seen > 50 * kills && answered > 10 * kills, `${kept}, ${seen}, ${answered}`);
  });
}

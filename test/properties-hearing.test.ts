import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { judge, referenceFor } from './middle-judge.ts';
import { openRows } from './middle-node.ts';
import { plays } from './plays.ts';
import { Scene, scenes } from './properties-scene.ts';

describe('with random arrivals, messages and batch ends', () => {
  test('each session gets its entries once and in order, and its answers in the order of its requests', async () => {
    const property = fc.asyncProperty(scenes, async (deeds) => {
      const opened = await openRows();
      const scene = new Scene(opened);
      await scene.play(deeds);
      const reference = referenceFor(scene.log, scene.node.members);
      for (const member of scene.node.members) judge(reference, member);
      assert.deepEqual(scene.node.bugs, []);
      await opened.store.close();
    });
    await fc.assert(property, { seed: 20_261_121, numRuns: plays(300) });
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { LiveWorld } from '#chat/order/live-world.ts';
import type { Draft } from '#chat/event.ts';
import fc from 'fast-check';

import { live } from './middle-life.ts';
import { MiddleNode, openRows, turnClock } from './middle-node.ts';
import { plays } from './plays.ts';
import { seededRandom } from './middle-random.ts';
import { dumpWorld, Scene, scenesWithOwners } from './properties-scene.ts';
import { replay } from './replay.ts';
import { type Roughness, roughOrder } from './rough-bus.ts';

const rough: Roughness = { delayed: 0.2, twice: 0.1, rejected: 0.02, unknown: 0.1, again: 0, batch: 30 };
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

/** A log with crashes in it, and drafts that come twice. */
async function roughLog(seed: number): Promise<readonly Draft[]> {
  const random = seededRandom(seed);
  const order = roughOrder(random, rough);
  const stores = [await openRows(), await openRows()] as const;
  const start = async (index: 0 | 1, run: string): Promise<MiddleNode> => {
    const node = new MiddleNode(`node${index}`, run, stores[index].store, order.bus(), turnClock());
    await node.chat.begin();
    return node;
  };
  const steady = await start(0, 'steady1');
  const crashing = await start(1, 'first111');
  await live(random, [steady, crashing], 80);
  await crashing.crash();
  const again = await start(1, 'second22');
  await live(random, [steady, again], 60);
  await Promise.all([steady.chat.closeAll(), again.chat.closeAll()]);
  await order.quiet();
  await Promise.all([steady.chat.stop(), again.chat.stop()]);
  return order.log;
}

describe('replaying the log', () => {
  test('gives the world and the rows of living it, wherever batches end', async () => {
    const property = fc.asyncProperty(scenesWithOwners, sizes, async (deeds, batches) => {
      const [lived, replayed] = [await openRows(), await openRows()];
      const scene = new Scene(lived);
      await scene.play(deeds);
      const world = await replay(replayed.store, scene.log, batches);
      assert.deepEqual(dumpWorld(world), dumpWorld(new LiveWorld(lived.store)));
      assert.deepEqual(replayed.rows(), lived.rows());
    });
    await fc.assert(property, { seed: 20_261_122, numRuns: plays(70) });
  });

  test('gives the same after crashes and repetitions, in any batches', async () => {
    const logs = [await roughLog(1), await roughLog(2), await roughLog(3)];
    const singly = await Promise.all(
      logs.map(async (log) => {
        const opened = await openRows();
        const world = await replay(opened.store, log, [1]);
        return { rows: opened.rows(), world: dumpWorld(world) };
      }),
    );
    const property = fc.asyncProperty(fc.nat(logs.length - 1), sizes, async (which, batches) => {
      const opened = await openRows();
      const world = await replay(opened.store, logs[which] ?? [], batches);
      assert.deepEqual({ rows: opened.rows(), world: dumpWorld(world) }, singly[which]);
    });
    await fc.assert(property, { seed: 20_261_123, numRuns: plays(30) });
  });
});

describe('reopening the store', () => {
  test('gives the same world, wherever the log stands', async () => {
    const log = await roughLog(4);
    const property = fc.asyncProperty(fc.nat(log.length), sizes, async (upto, batches) => {
      const { store } = await openRows();
      const world = await replay(store, log, batches, upto);
      assert.deepEqual(dumpWorld(new LiveWorld(store)), dumpWorld(world));
    });
    await fc.assert(property, { seed: 20_261_124, numRuns: plays(50) });
  });

  test('on a disk, again and again on the way, and with an index that is written early', async () => {
    const log = await roughLog(5);
    const whole = await openRows();
    const expected = await replay(whole.store, log, [7]);
    for (const step of [3, 17, 50]) {
      const dir = mkdtempSync(join(tmpdir(), 'polylogue-reopened-'));
      try {
        for (let upto = step; upto < log.length + step; upto += step) {
          const { store } = await openRows(dir, 5);
          const world = await replay(store, log, [2, 9], upto);
          assert.deepEqual(dumpWorld(new LiveWorld(store)), dumpWorld(world));
          await store.close();
        }
        const { store, rows } = await openRows(dir, 5);
        assert.deepEqual(dumpWorld(new LiveWorld(store)), dumpWorld(expected));
        for (const table of ['entry', 'member', 'account', 'guest', 'session', 'room']) {
          assert.deepEqual(rows()[table], whole.rows()[table]);
        }
        await store.close();
      } finally {
        rmSync(dir, { recursive: true });
      }
    }
  });
});

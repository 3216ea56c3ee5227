import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { judge, judgeMail, referenceFor } from './middle-judge.ts';
import { live } from './middle-life.ts';
import { ReadingOracle } from './middle-oracle.ts';
import { MiddleNode, openRows, type OpenedStore, turnClock } from './middle-node.ts';
import { type Random, seededRandom } from './middle-random.ts';
import { plays } from './plays.ts';
import { type RoughOrder, type Roughness, roughOrder } from './rough-bus.ts';

const rough: Roughness = { delayed: 0.3, twice: 0.1, rejected: 0.04, unknown: 0.12, again: 0.2, batch: 20 };

/** Runs once per seed; a failure names its seed. */
function forSeeds(title: string, seeds: number, run: (random: Random) => Promise<void>): void {
  test(title, async () => {
    for (let seed = 1; seed <= plays(seeds); seed++) {
      try {
        await run(seededRandom(seed));
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
  });
}

/** Several nodes on one order, each with its own store, and all their runs. */
class Nodes {
  readonly order: RoughOrder;
  readonly runs: MiddleNode[] = [];
  readonly stores: OpenedStore[] = [];

  constructor(random: Random, roughness: Roughness) {
    this.order = roughOrder(random, roughness);
  }

  async start(name: string, opened: OpenedStore): Promise<MiddleNode> {
    const { length } = this.runs;
    const node = new MiddleNode(name, `run${length}`, opened.store, this.order.bus(), turnClock(length * 50));
    this.runs.push(node);
    this.stores.push(opened);
    await node.chat.begin();
    return node;
  }

  /** All sessions leave, and all work is completed. */
  async end(): Promise<void> {
    const running = this.runs.filter((node) => node.stoppedAt === undefined);
    await Promise.all(running.map((node) => node.chat.closeAll()));
    await this.order.quiet();
    await Promise.all(running.map((node) => node.chat.stop()));
  }

  judgeAll(): void {
    const members = this.runs.flatMap((node) => node.members);
    const reference = referenceFor(this.order.log, members);
    for (const { members: own, stoppedAt } of this.runs) for (const each of own) judge(reference, each, stoppedAt);
    for (const { store } of this.stores.slice(-1)) judgeMail(reference, members, store);
    for (const node of this.runs) assert.deepEqual(node.bugs, []);
  }
}

describe('nodes on one rough order', () => {
  forSeeds('end with the same rows, and everybody heard what the log says', 24, async (random) => {
    const nodes = new Nodes(random, rough);
    const stores = [await openRows(), await openRows()] as const;
    const both = await Promise.all([nodes.start('a', stores[0]), nodes.start('b', stores[1])]);
    const oracle = new ReadingOracle();
    both[0].chat.watch((entry) => oracle.take(entry));
    await live(random, both, 250);
    await nodes.order.quiet();
    for (const node of both) oracle.check(node);
    await nodes.end();
    nodes.judgeAll();
    assert.deepEqual(stores[0].rows(), stores[1].rows());
  });

  forSeeds('peers that stall hear exactly what the others hear', 15, async (random) => {
    const nodes = new Nodes(random, rough);
    const stores = [await openRows(), await openRows()] as const;
    const both = await Promise.all([nodes.start('a', stores[0]), nodes.start('b', stores[1])]);
    await live(random, both, 250, true);
    await nodes.end();
    nodes.judgeAll();
    assert.deepEqual(stores[0].rows(), stores[1].rows());
  });

  forSeeds('a node that starts late comes to the same rows', 8, async (random) => {
    const nodes = new Nodes(random, { ...rough, batch: 300 });
    const stores = [await openRows(), await openRows(), await openRows(), await openRows()] as const;
    const first = await nodes.start('a', stores[0]);
    const crashing = await nodes.start('b', stores[1]);
    await live(random, [first, crashing], 120);
    await crashing.crash();
    const again = await nodes.start('b', stores[1]);
    await live(random, [first, again], 60);
    const late = await nodes.start('c', stores[2]);
    await live(random, [first, again, late], 60);
    await nodes.end();
    nodes.judgeAll();
    assert.deepEqual(stores[0].rows(), stores[1].rows());
    assert.deepEqual(stores[0].rows(), stores[2].rows());
  });

  forSeeds('a node that stops in mid-way goes on from its store', 5, async (random) => {
    const nodes = new Nodes(random, rough);
    const dir = mkdtempSync(join(tmpdir(), 'polylogue-nodes-'));
    try {
      const steady = await openRows();
      const first = await nodes.start('a', steady);
      let stopping = await openRows(dir);
      for (let stop = 0; stop < 3; stop++) {
        const node = await nodes.start('b', stopping);
        await live(random, [first, node], 70);
        await node.crash();
        await stopping.store.close();
        await live(random, [first], 20);
        stopping = await openRows(dir);
      }
      await nodes.start('b', stopping);
      await nodes.end();
      nodes.judgeAll();
      assert.deepEqual(steady.rows(), stopping.rows());
      await stopping.store.close();
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

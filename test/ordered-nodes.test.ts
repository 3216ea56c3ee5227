import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Entry } from '#chat/event.ts';
import { kinds as allKinds } from '#chat/order/kinds/table.ts';
import { LiveWorld } from '#chat/order/live-world.ts';

import { MiddleNode, openRows, turnClock } from './middle-node.ts';
import { seededRandom } from './middle-random.ts';
import { found, liveInOrder } from './ordered-life.ts';
import { Oracle } from './ordered-oracle.ts';
import { dumpWorld } from './properties-scene.ts';
import { replay } from './replay.ts';
import { type Roughness, roughOrder } from './rough-bus.ts';

const rough: Roughness = { delayed: 0.3, twice: 0.1, rejected: 0.02, unknown: 0.1, again: 0.2, batch: 20 };

/** Two nodes on one rough order. Gives its log, and what the kinds of its entries were. */
async function play(seed: number): Promise<{
  readonly spent: number;
  readonly back: number;
  readonly kinds: ReadonlySet<string>;
  readonly asked: ReadonlySet<string>;
}> {
  const random = seededRandom(seed);
  const order = roughOrder(random, rough);
  const stores = [await openRows(), await openRows()] as const;
  const nodes = stores.map(
    ({ store }, index) => new MiddleNode(`node${index}`, `run${index}`, store, order.bus(), turnClock()),
  );
  const entries: Entry[] = [];
  nodes[0]?.chat.watch((entry) => entries.push(entry));
  for (const node of nodes) await node.chat.begin();
  if (nodes[0]) await found(nodes[0]);
  const reads = await liveInOrder(random, nodes, 300);
  await Promise.all(nodes.map(({ chat }) => chat.closeAll()));
  await order.quiet();
  await Promise.all(nodes.map(({ chat }) => chat.stop()));

  const oracle = new Oracle(entries, reads, stores[0].store);
  for (const node of nodes) {
    assert.deepEqual(node.bugs, []);
    for (const member of node.members) {
      const users = member.recorder.answers.flatMap(({ answer }) =>
        answer.kind === 'entry' ? [answer.entry.from.id] : answer.kind === 'no-op' ? [answer.user.id] : [],
      );
      oracle.hears(member, users);
    }
  }
  assert.deepEqual(oracle.found, []);
  assert.deepEqual(stores[0].rows(), stores[1].rows());
  const spent = spentCodes(entries);
  const replayed = await openRows();
  const world = await replay(replayed.store, order.log, [1 + (seed % 7), 13]);
  assert.deepEqual(withoutBus(replayed.rows()), withoutBus(stores[0].rows()));
  assert.deepEqual(worldOf(new LiveWorld(stores[0].store)), worldOf(world));
  const back = entries.filter(({ seq, from, event }) => event.kind === 'came' && event.guest && from.id !== seq).length;
  const asked = new Set(order.log.map(({ event }) => event.kind));
  return { spent, back, kinds: new Set(entries.map(({ event }) => event.kind)), asked };
}

/** How many codes were used, whatever node each was used on: none more often than it could be. */
function spentCodes(entries: readonly Entry[]): number {
  const left = new Map(entries.flatMap(({ seq, event }) => (event.kind === 'tokenMade' ? [[seq, event.uses]] : [])));
  let spent = 0;
  for (const { event } of entries) {
    if (!('used' in event) || !event.used) continue;
    const uses = left.get(event.used.token) ?? 0;
    assert.ok(uses > 0, `code ${event.used.token} was used too often`);
    left.set(event.used.token, uses - 1);
    spent++;
  }
  return spent;
}

/** How far the bus was followed differs: a replay comes on another one. */
const withoutBus = (rows: Readonly<Record<string, readonly string[]>>): object => ({ ...rows, progress: undefined });
const worldOf = (world: LiveWorld): object => Object.assign({}, dumpWorld(world), { followed: undefined });

describe('rooms with roles, settings, lists and invitations, on two nodes', () => {
  test('end with the same rows, also after a replay, and nobody receives or reads more than allowed', async () => {
    const kinds = new Set<string>();
    const asked = new Set<string>();
    let [spent, back] = [0, 0];
    for (let seed = 1; seed <= 16; seed++) {
      try {
        const played = await play(seed);
        for (const kind of played.kinds) kinds.add(kind);
        for (const kind of played.asked) asked.add(kind);
        spent += played.spent;
        back += played.back;
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
    for (const kind of ['listed', 'unlisted', 'kicked', 'invited', 'role', 'set', 'closed', 'roomNamed', 'edited']) {
      assert.ok(kinds.has(kind), `nothing was ${kind}`);
    }
    // Accounts are removed in the play of middle-nodes.
    const missing = Object.keys(allKinds).filter((kind) => !asked.has(kind) && kind !== 'unregistered');
    assert.deepEqual(missing, [], 'kinds that nobody asked for');
    assert.ok(spent > 0, 'no code was used');
    assert.ok(back > 0, 'no guest came back');
  });
});

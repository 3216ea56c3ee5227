import { type Bundle, PublishUnknown } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { busSuite } from '#bus/bus.suite.ts';
import type { Draft } from '#chat/event.ts';

import { seededRandom } from './middle-random.ts';
import { calm, type Roughness, roughOrder } from './rough-bus.ts';

const rough: Roughness = { delayed: 0.4, twice: 0.2, rejected: 0.1, unknown: 0.2, again: 0.3, batch: 12 };
const late = { 'takes what one turn publishes as one batch': 'it delays what is published' };

busSuite('a calm roughOrder', () => roughOrder(seededRandom(1), calm).bus(), {
  'takes what one turn publishes as one batch': 'its batches have any size',
});
for (const seed of [1, 2, 3]) {
  busSuite(`a rough roughOrder of seed ${seed}`, () => roughOrder(seededRandom(seed), rough).bus(), late);
}

describe('a rough order', () => {
  const draftOf = (run: string, session: number, nth: number): Draft => ({
    run,
    nth,
    settledUpto: 0,
    session,
    at: 0,
    event: { kind: 'message', text: 'x' },
  });

  interface Followed {
    readonly ours: readonly Bundle[];
    readonly theirs: readonly Bundle[];
    readonly fates: readonly string[];
    readonly published: readonly (readonly Draft[])[];
  }

  /**
   * Publishes bundles of one to three drafts through one of two nodes, and returns the drafts that each node has
   * followed.
   */
  async function followedByTwo(roughness: Roughness): Promise<Followed> {
    const order = roughOrder(seededRandom(5), roughness);
    const [mine, other] = [order.bus(), order.bus()];
    const leaving = new AbortController();
    const [ours, theirs, fates]: [Bundle[], Bundle[], string[]] = [[], [], []];
    const finished = Promise.all([
      mine.follow(0, (batch) => void ours.push(...batch), leaving.signal),
      other.follow(0, (batch) => void theirs.push(...batch), leaving.signal),
    ]);
    const published: (readonly Draft[])[] = [];
    for (let nth = 1; nth <= 300; nth += 1 + (nth % 3)) {
      const drafts = Array.from({ length: 1 + (nth % 3) }, (_, index) => draftOf('a', (nth + index) % 5, nth + index));
      published.push(drafts);
      void Promise.resolve(mine.publish(drafts)).then(
        () => fates.push('taken'),
        (error: unknown) => fates.push(error instanceof PublishUnknown ? 'unknown' : 'rejected'),
      );
    }
    await order.quiet();
    leaving.abort();
    await finished;
    return { ours, theirs, fates, published };
  }

  const byPlace = (followed: readonly Bundle[]): ReadonlyMap<number, string> =>
    new Map(followed.map(({ place, drafts }) => [place, drafts.map(({ nth }) => nth).join(' ')]));

  test('does to a bundle all that the contract allows', async () => {
    const { ours, fates } = await followedByTwo(rough);
    assert.deepEqual(new Set(fates), new Set(['taken', 'unknown', 'rejected']));
    const placed = byPlace(ours);
    assert.ok(placed.size < ours.length, 'nothing was handed over again at its place');
    assert.ok(new Set(placed.values()).size < placed.size, 'nothing came at a second place');
    const firsts = [...new Set(placed.values())].map((numbers) => Number.parseInt(numbers, 10));
    assert.notDeepEqual(
      firsts,
      firsts.toSorted((one, two) => one - two),
      'bundles were not reordered',
    );
  });

  test('gives all nodes the same bundles at the same places', async () => {
    const { ours, theirs, published } = await followedByTwo(rough);
    assert.deepEqual(byPlace(ours), byPlace(theirs));
    const own = new Set(published.flat());
    const read = [...ours, ...theirs].flatMap(({ drafts }) => drafts);
    assert.ok(
      read.every((draft) => !own.has(draft)),
      'an object came back, or crossed from node to node',
    );
  });
});

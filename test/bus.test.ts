import { PublishUnknown } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { busSuite } from '#bus/bus-suite.ts';
import type { Draft, Ordered } from '#chat/event.ts';

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

  /** Publishes through two nodes and gives what each of them followed. */
  async function followedByTwo(roughness: Roughness): Promise<{ ours: Ordered[]; theirs: Ordered[]; fates: string[] }> {
    const order = roughOrder(seededRandom(5), roughness);
    const [mine, other] = [order.bus(), order.bus()];
    const leaving = new AbortController();
    const [ours, theirs, fates]: [Ordered[], Ordered[], string[]] = [[], [], []];
    const finished = Promise.all([
      mine.follow(0, (batch) => void ours.push(...batch), leaving.signal),
      other.follow(0, (batch) => void theirs.push(...batch), leaving.signal),
    ]);
    for (let nth = 1; nth <= 200; nth++) {
      const published = Promise.resolve(mine.publish(draftOf('a', nth % 5, nth)));
      void published.then(
        () => fates.push('taken'),
        (error: unknown) => fates.push(error instanceof PublishUnknown ? 'unknown' : 'rejected'),
      );
    }
    await order.quiet();
    leaving.abort();
    await finished;
    return { ours, theirs, fates };
  }

  test('does to a draft all that the contract allows', async () => {
    const { ours, fates } = await followedByTwo(rough);
    assert.deepEqual(new Set(fates), new Set(['taken', 'unknown', 'rejected']));
    const seqs = ours.map(({ seq }) => seq);
    assert.ok(new Set(seqs).size < seqs.length, 'nothing was handed over again at its seq');
    const placed = new Map(ours.map(({ seq, draft }) => [seq, draft]));
    assert.ok(new Set(placed.values()).size < placed.size, 'nothing came at a second seq');
    const firsts = [...new Set([...placed.values()].map(({ nth }) => nth))];
    assert.notDeepEqual(
      firsts,
      firsts.toSorted((one, two) => one - two),
      'sessions were not reordered',
    );
  });

  test('gives all nodes the same drafts at the same seqs', async () => {
    const { ours, theirs } = await followedByTwo(rough);
    const bySeq = (followed: readonly Ordered[]): unknown =>
      [...new Map(followed.map(({ seq, draft }) => [seq, draft]))].toSorted(([one], [two]) => one - two);
    assert.deepEqual(bySeq(ours), bySeq(theirs));
    const own = new Set(ours.map(({ draft }) => draft));
    assert.ok(
      theirs.every(({ draft }) => !own.has(draft)),
      'an object crossed from node to node',
    );
  });
});

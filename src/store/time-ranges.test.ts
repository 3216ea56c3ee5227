import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Entry, timeOf } from '#chat/event.ts';
import type { Outcome } from '#chat/outcome.ts';
import { openStore } from './open-store.ts';
import { newRoom, HandMadeOrder } from './hand-made-order.suite.ts';

const open = (): Promise<Store> => openStore({ dir: ':memory:', durability: 'relaxed', parts: { indexEvery: 5 } });

/** A message sent at this time, or imported with it. */
type Said = { readonly at: number; readonly said?: number };

/** The first entries of an order, all at time 50, and one for each of these events. */
function told(store: Store, happenings: readonly Said[]): readonly Entry[] {
  const order = new HandMadeOrder();
  order.at = 50;
  const room = newRoom(order, '#a');
  const user = { id: 1, name: 'alice' };
  for (const { at, said } of happenings) {
    const outcome = order.message(user, room, 'text');
    assert.ok(outcome.verdict.kind === 'entry');
    const { entry } = outcome.verdict;
    const event = { ...entry.event, ...(said !== undefined && { said }) };
    const moved = { ...entry, at, event } as Entry;
    order.entries[order.entries.length - 1] = moved;
    order.at = at;
    const timed: Outcome = { ...outcome, verdict: { ...outcome.verdict, entry: moved } };
    order.batch(store, timed);
  }
  return order.entries;
}

test('every entry of a time is in the ranges, which are in order and do not overlap', async () => {
  const time = fc.integer({ min: 0, max: 100 });
  const said = fc.record({ at: time, said: time }, { requiredKeys: ['at'] });
  await fc.assert(
    fc.asyncProperty(fc.array(said, { maxLength: 30 }), time, time, async (happenings, one, other) => {
      const store = await open();
      const [since, until] = [Math.min(one, other), Math.max(one, other)];
      const entries = told(store, happenings);
      const ranges = store.timeRanges(since, until);
      for (const entry of entries) {
        if (timeOf(entry) < since || timeOf(entry) > until) continue;
        assert.equal(ranges.filter(({ after, before }) => entry.seq > after && entry.seq < before).length, 1);
      }
      for (const [nth, { after }] of ranges.entries()) assert.ok(after >= (ranges[nth - 1]?.before ?? 0) - 1);
      await store.close();
    }),
    { seed: 5, numRuns: 60 },
  );
});

test('ranges without such a time are left out, and adjacent ranges are joined', async () => {
  const store = await open();
  told(
    store,
    [10, 900, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120].map((at) => ({ at })),
  );
  const whole = { after: 0, before: Infinity };
  assert.deepEqual(store.timeRanges(0, 1000), [whole]);
  assert.deepEqual(store.timeRanges(0, 45), [{ after: 0, before: 6 }]);
  assert.deepEqual(store.timeRanges(50, 60), [{ after: 0, before: 11 }]);
  assert.deepEqual(store.timeRanges(120, 1000), [
    { after: 0, before: 6 },
    { after: 10, before: Infinity },
  ]);
  assert.deepEqual(store.timeRanges(1000, 2000), []);
  await store.close();
});

test('a batch that is rolled back leaves no time behind', async () => {
  const store = await open();
  told(store, [{ at: 10 }]);
  const order = new HandMadeOrder();
  order.seq = 1;
  order.at = 900;
  store.begin();
  store.write(order.message({ id: 1, name: 'alice' }, { id: 1, name: '#a' }, 'never'));
  store.rollback();
  assert.deepEqual(store.timeRanges(500, 1000), []);
  await store.close();
});

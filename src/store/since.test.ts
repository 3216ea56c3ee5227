import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openStore } from './open-store.ts';
import { newRoom, ToldOrder } from './told-order.ts';

test('of each time the first entry, over seqs that are no entries', async () => {
  const refused = fc.constant('refused' as const);
  const said = fc.constant('said' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(refused, said), { maxLength: 40 }), async (happenings) => {
      const store = await openStore({ dir: ':memory:', durability: 'relaxed', seams: { indexEvery: 7 } });
      const order = new ToldOrder();
      const before = order.at;
      order.batch(store, order.founded('epoch'), order.began('first'));
      const room = newRoom(order, '#a');
      const { user, ...came } = order.guest('alice', 1, room);
      order.batch(store, came);
      for (const happening of happenings) {
        if (happening === 'said') order.batch(store, order.message(user, room, 'text'));
        else order.batch(store, order.other({ kind: 'refusal', code: 'no-room' }));
      }
      for (let at = before - 1; at <= order.at + 2; at++) {
        const expected = order.entries.find((entry) => entry.at >= at)?.seq ?? order.seq + 1;
        assert.equal(store.firstSince(at), expected, `${at - before}`);
      }
      await store.close();
    }),
    { seed: 5, numRuns: 40 },
  );
});

test('of a log without entries, what comes next', async () => {
  const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
  assert.equal(store.firstSince(0), 1);
  await store.close();
});

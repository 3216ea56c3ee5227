import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { rulesVersion } from '#chat/composition/create-chat.ts';
import type { Draft } from '#chat/event.ts';
import type { Deliver } from '#chat/order/judge-store-deliver.ts';
import { judgeStoreDeliver } from '#chat/order/judge-store-deliver.ts';
import { LiveWorld } from '#chat/order/live-world.ts';
import type { Store } from '#chat/ports.ts';
import { unreadIn } from '#chat/readable/unread.ts';
import fc from 'fast-check';

import { type Count, CountsReference } from './counts-reference.ts';
import { plays } from './plays.ts';
import { openRows } from './middle-node.ts';
import { countingScenes, replayBus, Scene } from './properties-scene.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });
const nowhere: Deliver = { batchBegins: () => {}, deliver: () => 0 };

/** What the store counts for a user in a room. */
function counted(store: Store, [room, user]: readonly [number, number], isChannel: boolean): Count | undefined {
  const account = store.account(user) !== undefined;
  const shown = store.place().seq;
  const found = unreadIn({ store, shown }, { user, account }, { id: room, name: isChannel ? '#room' : 'somebody' });
  return found && { unread: found.unread, mentions: found.mentions, read: found.read, last: found.last ?? 0 };
}

/** Replays a log; after each batch the store counts what the reference does, for everybody in all rooms. */
async function replay(store: Store, log: readonly Draft[], batches: readonly number[]): Promise<CountsReference> {
  const world = new LiveWorld(store);
  const reference = new CountsReference();
  const fail = (error: unknown): never => assert.fail(String(error));
  const line = judgeStoreDeliver({
    store,
    world,
    hub: nowhere,
    rules: rulesVersion,
    onBug: fail,
    onJudged: (outcomes) => outcomes.forEach((outcome) => reference.take(outcome)),
  });
  const judged: typeof line = async (batch) => {
    await line(batch);
    for (const each of reference.memberships) {
      const isChannel = reference.channels.has(each[0]);
      const expected = reference.count(...each);
      assert.deepEqual(
        counted(store, each, isChannel),
        expected,
        `of ${each[1]} in ${each[0]}, at ${store.place().seq}`,
      );
    }
  };
  await replayBus(log, batches).follow(0, judged, new AbortController().signal);
  return reference;
}

describe('counts of unread messages and mentions', () => {
  test('are what going through all messages gives, at every step, wherever batches and the index end', async () => {
    const property = fc.asyncProperty(
      countingScenes,
      sizes,
      fc.integer({ min: 1, max: 30 }),
      async (deeds, ...more) => {
        const [batches, indexEvery] = more;
        const lived = await openRows();
        const scene = new Scene(lived);
        await scene.play(deeds);
        const replayed = await openRows(':memory:', indexEvery);
        const reference = await replay(replayed.store, scene.log, batches);
        for (const each of reference.memberships) {
          const isChannel = reference.channels.has(each[0]);
          assert.deepEqual(counted(lived.store, each, isChannel), counted(replayed.store, each, isChannel));
        }
        await Promise.all([lived.store.close(), replayed.store.close()]);
      },
    );
    await fc.assert(property, { seed: 20_261_128, numRuns: plays(30) });
  });
});

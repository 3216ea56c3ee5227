import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createTestClock, type TestClock } from '../../../../test/test-clock.ts';
import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';
import { closingTime } from '#chat/posting/posting.ts';
import { openStore } from '#store/open-store.ts';
import { type Ear, HandBus, HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { hurriedTimeout, lastTimeout, shortestTimeout } from './leaving-seats.ts';

/** A clock that knows how many calls it still has to make. */
function countingClock(): { clock: TestClock; timers: () => number } {
  const clock = createTestClock();
  const open = new Set<object>();
  const after: TestClock['after'] = (ms, call) => {
    const timer = {};
    open.add(timer);
    const stop = clock.after(ms, () => {
      open.delete(timer);
      call();
    });
    return () => {
      open.delete(timer);
      stop();
    };
  };
  return { clock: { ...clock, after }, timers: () => open.size };
}

test('a session that has left while its peer does not take its answers has some seconds, half a second once the server stops, and less when it stops at once', async () => {
  const { clock, timers } = countingClock();
  const hand = await openHandChat(undefined, { clock });
  /** Leaves with an answer that waits for room in its outbox. */
  const leave = async (name: string): Promise<Ear> => {
    const { ear, seat } = await hand.come(name);
    ear.outbox.queued = spaceBytes + 1;
    ear.outbox.drained = () => new Promise(() => {});
    hand.chat.say(seat, () => new Uint8Array(1));
    hand.chat.close(seat);
    await hand.bus.deliver();
    return ear;
  };
  const alice = await leave('alice');
  await clock.pass(lastTimeout - 1);
  const bob = await leave('bob');
  assert.deepEqual([alice.over, bob.over, timers()], [false, false, 2]);
  await clock.pass(1);
  assert.deepEqual([alice.over, bob.over, timers()], [true, false, 1]);
  const hurry = Promise.withResolvers<void>();
  const closed = hand.chat.closeAll(hurry.promise);
  await clock.pass(hurriedTimeout - 1);
  assert.deepEqual([hurriedTimeout, bob.over], [500, false]);
  await clock.pass(1);
  await closed;
  assert.ok(bob.over);
  const carol = await leave('carol');
  await clock.pass(hurriedTimeout);
  assert.ok(carol.over);
  const dave = await leave('dave');
  hurry.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  await clock.pass(shortestTimeout - 1);
  assert.deepEqual([shortestTimeout, dave.over], [100, false]);
  await clock.pass(1);
  assert.ok(dave.over);
});

test('a session that has left and whose answers are taken at once leaves no timer behind', async () => {
  const { clock, timers } = countingClock();
  const hand = await openHandChat(undefined, { clock });
  const { ear, seat } = await hand.come('alice');
  const drained = Promise.withResolvers<void>();
  ear.outbox.queued = spaceBytes + 1;
  ear.outbox.drained = () => drained.promise;
  hand.chat.say(seat, () => new Uint8Array(1));
  hand.chat.close(seat);
  await hand.bus.deliver();
  assert.equal(timers(), 1);
  ear.outbox.queued = 0;
  drained.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([ear.over, timers()], [true, 0]);
});

for (const hurried of [false, true]) {
  const when = hurried ? 'at once when it is told twice' : 'after a second';
  test(`a server that stops refuses, ${when}, what it could not publish until then; departures it does publish`, () =>
    stopBeforePublished(hurried));
}

async function stopBeforePublished(hurried: boolean): Promise<void> {
  let publish = (): void => {};
  /** Takes drafts when the test says so. */
  class BusyBus extends HandBus {
    busy = false;

    override whenReady(call: () => void): void {
      publish = call;
      if (!this.busy) call();
    }
  }
  const { clock, timers } = countingClock();
  const bus = new BusyBus();
  const hand = new HandChat(await openStore({ dir: ':memory:', durability: 'relaxed' }), { clock, bus });
  const begun = hand.chat.begin();
  for (let batch = 0; batch < 2; batch++) {
    await bus.deliver();
    await Promise.resolve();
  }
  await begun;
  const arrival = hand.come('alice', '#a');
  await bus.deliver();
  const { ear, seat } = await arrival;
  ear.hear();
  hand.say(seat, 'one', '#a');
  bus.busy = true;
  hand.say(seat, 'two', '#a');
  const hurry = Promise.withResolvers<void>();
  const closed = hand.chat.closeAll(hurry.promise);
  await clock.pass(closingTime - 1);
  assert.equal(ear.hear(), '');
  if (hurried) hurry.resolve();
  await clock.pass(hurried ? 0 : 1);
  assert.equal(ear.hear(), '');
  publish();
  await bus.deliver();
  assert.match(ear.hear(), /^one=\d+\|two=unavailable\|$/);
  await closed;
  assert.deepEqual([ear.over, timers()], [true, 0]);
}

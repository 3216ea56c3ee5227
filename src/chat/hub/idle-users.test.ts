import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type HandChat, openHandChat } from './hand-bus.suite.ts';
import { idleGap } from './idle-users.ts';

const idleIn = (hand: HandChat): readonly unknown[] => hand.chat.online(9).map(({ name, idle }) => [name, idle]);

test('a user is idle once all of its sessions are, and shown so to those in its rooms, not too often', async () => {
  const hand = await openHandChat();
  await hand.register('alice');
  const [one, other] = [await hand.come('alice', '#a'), await hand.come('alice', '#a')];
  const bob = await hand.come('bob', '#a');
  const carol = await hand.come('carol', '#b');
  for (const { ear } of [one, other, bob, carol]) ear.hear();
  hand.chat.idle(one.seat, true);
  assert.equal(bob.ear.hear(), '');
  hand.chat.idle(other.seat, true);
  assert.equal(bob.ear.hear(), 'presence|');
  assert.equal(carol.ear.hear(), '');
  assert.deepEqual(idleIn(hand), [
    ['alice', true],
    ['bob', undefined],
    ['carol', undefined],
  ]);
  // Back and idle again within the gap: nothing is shown; back at its end: that is.
  hand.chat.idle(other.seat, false);
  hand.chat.idle(other.seat, true);
  hand.chat.idle(one.seat, false);
  assert.equal(bob.ear.hear(), '');
  hand.clock.time += idleGap;
  hand.clock.ring();
  assert.equal(bob.ear.hear(), 'presence|');
  assert.deepEqual(idleIn(hand)[0], ['alice', undefined]);
  // The session that was active leaves.
  hand.clock.time += idleGap;
  hand.chat.close(one.seat);
  assert.equal(bob.ear.hear(), 'presence|');
  await hand.bus.deliver();
  assert.deepEqual(idleIn(hand)[0], ['alice', true]);
  hand.chat.close(other.seat);
  await hand.bus.deliver();
  assert.equal(hand.clock.due.length, 0);
});

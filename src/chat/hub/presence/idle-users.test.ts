import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Audience } from '#chat/hub/delivery/audience.ts';
import { Ear, HandClock, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { idleGap, IdleUsers, tellingTime } from './idle-users.ts';
import { Roster } from './roster.ts';
import { Seat } from '#chat/hub/seat.ts';

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

test('of many who are idle at the same moment a few are told at a time', () => {
  const clock = new HandClock();
  const afterBatch: (() => void)[] = [];
  const told: number[] = [];
  const audience = new Audience();
  const seats = [1, 2, 3, 4, 5].map((id) => new Seat(id, new Ear()));
  for (const seat of seats) audience.seat(seat, seat.id);
  const roster = new Roster({ present: () => [], memberships: () => [] });
  roster.find = (id) => ({ id, name: `u${id}` });
  roster.setIdle = (id) => {
    told.push(id);
    clock.time += tellingTime / 2;
  };
  const hub = { audience, roster, afterBatch: (run: () => void) => void afterBatch.push(run), signal: () => {} };
  const users = new IdleUsers({ hub, clock });
  for (const seat of seats) users.set(seat, true);
  const tellings: (readonly number[])[] = [];
  for (let turn = 0; turn < 3; turn++) {
    for (const run of afterBatch.splice(0)) run();
    tellings.push(told.splice(0));
    clock.ring();
  }
  assert.deepEqual(tellings, [[1, 2], [3, 4], [5]]);
  assert.deepEqual([afterBatch.length, clock.due.length], [0, 0]);
});

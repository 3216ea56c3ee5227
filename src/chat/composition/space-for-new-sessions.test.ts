import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ear, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { createTestClock } from '../../../test/test-clock.ts';

test('the oldest idle session of an address without a login is ended for a new one, and no other one', async () => {
  const clock = createTestClock();
  const hand = await openHandChat(undefined, { clock });
  const open = (address: string): { readonly ear: Ear; readonly seat: Seat<string> } => {
    const ear = new Ear();
    return { ear, seat: hand.chat.open(ear, openRules, address) };
  };
  const elsewhere = open('192.0.2.2');
  const [alice, first, second, asking] = [1, 2, 3, 4].map(() => open('192.0.2.1'));
  assert.ok(alice && first && second && asking);
  hand.chat.come(alice.seat, { name: 'alice' }, 'come');
  await hand.bus.deliver();
  hand.chat.come(asking.seat, { name: 'bob' }, 'come');
  const ended = (): readonly boolean[] => [alice, first, second, asking, elsewhere].map(({ ear }) => ear.over);
  assert.ok(hand.chat.makeSpace('192.0.2.1'));
  assert.deepEqual(ended(), [false, true, false, false, false]);
  const third = open('192.0.2.1');
  hand.chat.come(second.seat, { name: 'carol' }, 'come');
  assert.ok(!hand.chat.makeSpace('192.0.2.1'), 'those of a moment ago have logged in');
  await clock.pass(1000);
  assert.ok(hand.chat.makeSpace('192.0.2.1'));
  assert.ok(third.ear.over);
  await hand.bus.deliver();
  const returning = open('192.0.2.1');
  hand.chat.hold(returning.seat);
  await clock.pass(1000);
  assert.ok(!hand.chat.makeSpace('192.0.2.1'));
  assert.ok(!returning.ear.over, 'it waits for the end of its earlier session');
  assert.ok(!hand.chat.makeSpace('192.0.2.3'));
  assert.deepEqual(ended(), [false, true, false, false, false]);
});

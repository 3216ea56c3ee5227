import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { maxDirects } from '#chat/readable/unread.ts';
import { reportLater } from './heard-since.ts';

test('of too many rooms, those that were heard last are reported', async () => {
  const hand = await openHandChat();
  const { seat } = await hand.come('alice');
  for (let room = 1; room <= maxDirects; room++) reportLater(seat, room);
  reportLater(seat, 1);
  assert.equal(seat.toReport?.size, maxDirects);
  reportLater(seat, maxDirects + 1);
  assert.equal(seat.toReport?.size, maxDirects);
  assert.deepEqual(
    [seat.toReport?.has(1), seat.toReport?.has(2), seat.toReport?.has(maxDirects + 1)],
    [false, true, true],
  );
});

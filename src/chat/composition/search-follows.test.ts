import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { SearchIndex } from '#chat/search/search-index.ts';

test('the index of messages is told of what can be found, and not of arrivals and departures', async () => {
  const told: number[] = [];
  const search: SearchIndex = {
    follow: (_epoch, shown) => told.push(shown),
    find: () => Promise.reject(new Error('nobody searches')),
    close: () => Promise.resolve(),
  };
  const hand = await openHandChat(undefined, { search });
  const { seat: alice } = await hand.come('alice', '#lobby');
  const { seat: bob } = await hand.come('bob', '#lobby');
  hand.chat.close(bob);
  await hand.bus.deliver();
  const before = told.length;
  hand.say(alice, 'hello', '#lobby');
  await hand.bus.deliver();
  assert.deepEqual(told.slice(before), [hand.chat.cursor().seq]);
  assert.equal(before, told.indexOf(2) + 1, 'nothing after the beginning of the run');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { type PrivateMessages, maxLookedAt } from './private-message-pages.ts';

test('a page ends after so many entries, and the next one goes on', async () => {
  const hand = await openHandChat();
  await hand.register('alice');
  const bob = await hand.come('bob');
  const alice = await hand.come('alice');
  hand.say(bob.seat, 'first', 'alice');
  for (let nth = 0; nth < maxLookedAt; nth++) {
    hand.say(alice.seat, 'mine', 'bob');
    if (nth % 50 === 0) await hand.bus.deliver();
  }
  hand.say(bob.seat, 'last', 'alice');
  await hand.bus.deliver();
  const page = (after: number, limit = 9): PrivateMessages => {
    const found = hand.chat.privateMessages(alice.seat, { after, limit });
    assert.ok(typeof found === 'object');
    return found;
  };
  const texts = ({ messages }: PrivateMessages): unknown =>
    messages.map(({ event }) => event.kind === 'message' && event.text);
  const first = page(0);
  assert.deepEqual([texts(first), first.more], [['first'], true]);
  const second = page(first.upto);
  assert.deepEqual([texts(second), second.more, second.upto], [['last'], false, hand.chat.cursor().seq]);
  assert.equal(hand.chat.privateMessages(alice.seat, { after: second.upto + 1, limit: 1 }), 'cursor-invalid');
  assert.equal(hand.chat.privateMessages(bob.seat, { limit: 1 }), 'unavailable', 'a guest has no mailbox');
});

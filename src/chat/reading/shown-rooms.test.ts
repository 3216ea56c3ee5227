import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openHandChat } from '#chat/hub/hand-bus.suite.ts';

const utf8 = new TextEncoder();

test('a topic is read as last shown, not as in a batch that is not durable', async () => {
  const disk = Promise.withResolvers<void>();
  let slow = false;
  const hand = await openHandChat((store) => ({ ...store, durable: () => (slow ? disk.promise : undefined) }));
  const alice = await hand.come('alice', '#a');
  const bob = await hand.come('bob', '#a');
  const told = (): string => {
    const told = hand.chat.channel(bob.seat, '#a');
    return typeof told === 'string' ? told : (told.state.topic?.value ?? 'nothing');
  };
  const asked = (): void => hand.chat.say(bob.seat, () => utf8.encode(`${told()}|`));
  const set = (text: string): void => hand.ask(alice.seat, text, { kind: 'topic', text }, '#a');
  set('tea');
  await hand.bus.deliver();
  assert.equal(told(), 'tea');
  bob.ear.hear();

  slow = true;
  set('coffee');
  hand.say(bob.seat, 'between', '#a');
  asked();
  set('milk');
  const delivered = hand.bus.deliver();
  assert.equal(told(), 'tea');
  asked();
  disk.resolve();
  await delivered;
  assert.equal(told(), 'milk');
  // Both were asked behind these words, before the milk was shown.
  assert.match(bob.ear.hear(), /\|between=7\|coffee\|coffee\|8 alice topic\|$/);
});

test('a changed topic is told to those who are in the channel', async () => {
  const hand = await openHandChat();
  const alice = await hand.come('alice', '#a');
  const bob = await hand.come('bob');
  assert.deepEqual(hand.chat.channel(alice.seat, '#A'), { room: { id: 3, name: '#a' }, state: {} });
  assert.equal(hand.chat.channel(bob.seat, '#a'), 'not-member');
  assert.equal(hand.chat.channel(bob.seat, '#b'), 'no-room');
  assert.equal(hand.chat.channel(bob.seat, 'alice'), 'no-room');
  hand.ask(alice.seat, 'leave', { kind: 'left' }, '#a');
  await hand.bus.deliver();
  assert.equal(hand.chat.channel(alice.seat, '#a'), 'not-member');
});

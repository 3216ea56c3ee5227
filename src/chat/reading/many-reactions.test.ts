import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import { type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { maxSideReactions } from './message-window.ts';

/** Says these texts as one batch; gives the seq of the first. */
async function said(hand: HandChat, seat: Seat<string>, ...texts: readonly string[]): Promise<number> {
  const first = hand.chat.cursor().seq + 1;
  for (const text of texts) hand.say(seat, text, '#a');
  await hand.bus.deliver();
  return first;
}

const reacted = (target: number, emoji: string): Asked => ({ kind: 'reacted', target, emoji, on: true });

test('a message has the names of twenty who have reacted, and whether the asker has, in few reads', async () => {
  const read: string[] = [];
  const hand = await openHandChat((store) => ({
    ...store,
    allReactors: (...asked) => {
      read.push('all');
      return store.allReactors(...asked);
    },
    reactors: (...asked) => {
      read.push('one');
      return store.reactors(...asked);
    },
    hasReacted: (...asked) => {
      read.push('has');
      return store.hasReacted(...asked);
    },
  }));
  const people: Seat<string>[] = [];
  for (let nth = 0; nth < 60; nth++) people.push((await hand.come(`u${nth}`, '#a')).seat);
  const [first, last] = [people[0] ?? assert.fail(), people[59] ?? assert.fail()];
  const seq = await said(hand, first, 'hello');
  const react = async (emoji: string): Promise<void> => {
    for (const seat of people) hand.ask(seat, 'x', reacted(seq, emoji));
    await hand.bus.deliver();
  };
  const shown = (seat: Seat<string>): unknown =>
    hand.chat.message(seat, seq)?.reactions.map(({ emoji, count, users, mine }) => [emoji, count, users.length, mine]);
  const readsOf = (seat: Seat<string>): unknown => {
    read.length = 0;
    return [shown(seat), read.splice(0)];
  };
  await react('a');
  assert.deepEqual(readsOf(last), [[['a', 60, 20, true]], ['all']]);
  await react('b');
  const both = [
    ['a', 60, 20, true],
    ['b', 60, 20, true],
  ];
  assert.deepEqual(readsOf(first), [both, ['one', 'one']]);
  assert.deepEqual(readsOf(last), [both, ['one', 'has', 'one', 'has']]);
});

test('a window has a bounded number of reactions, and goes on where it ends', async () => {
  const hand = await openHandChat();
  const alice = await hand.come('alice', '#a');
  const [count, kinds] = [80, 20];
  const first = await said(hand, alice.seat, ...Array.from({ length: count }, (_, nth) => `${nth}`));
  for (let nth = 0; nth < count * kinds; nth++)
    hand.ask(alice.seat, 'x', reacted(first + Math.floor(nth / kinds), `${nth % kinds}`));
  await hand.bus.deliver();
  const textsOf = (after: number): readonly (readonly string[])[] => {
    const found = hand.chat.window(alice.seat, '#a', { after, limit: 200 });
    assert.ok(typeof found !== 'string');
    const texts = found.messages.map(({ text }) => text);
    return found.later ? [texts, ...textsOf(found.before - 1)] : [texts];
  };
  const pages = textsOf(first - 1);
  // Each has twenty reactions with a name.
  assert.deepEqual(
    pages.map((page) => page.length),
    [maxSideReactions / (2 * kinds), count - maxSideReactions / (2 * kinds)],
  );
  assert.deepEqual(
    pages.flat(),
    Array.from({ length: count }, (_, nth) => `${nth}`),
  );
});

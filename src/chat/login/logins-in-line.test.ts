import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { HandChat } from '#chat/hub/hand-bus.suite.ts';
import { opened, tries, turn } from './password-tries.suite.ts';

/** Lets passwords be looked at, and what is in the order happen. */
async function settle(hand: HandChat): Promise<void> {
  for (let turns = 0; turns < 40; turns++) await turn();
  await hand.bus.deliver();
}

describe('many at once', () => {
  test('with the right password log in without waiting', async () => {
    const hand = await opened();
    const peers = Array.from({ length: 12 }, () => tries(hand, 'secret'));
    await settle(hand);
    const answers = peers.map(({ ear }) => ear.hear());
    assert.deepEqual(answers, ['come=4|', ...Array<string>(11).fill('come=no-op|')]);
    assert.deepEqual(hand.clock.due, []);
  });

  test('with wrong passwords wait in the queue, and only a few of them', async () => {
    const hand = await opened();
    const peers = Array.from({ length: 10 }, () => tries(hand, 'wrong'));
    await settle(hand);
    const answers = peers.map(({ ear }) => ear.hear());
    const wrong = Array<string>(3).fill('come=password-wrong|');
    assert.deepEqual(answers, [...wrong, '', '', '', ...Array<string>(4).fill('come=unavailable|')]);
    assert.equal(hand.clock.due.length, 1, 'one timer for all');
    const late = tries(hand, 'wrong');
    await settle(hand);
    assert.equal(late.ear.hear(), 'come=unavailable|', 'the line is full for who comes later, too');
  });

  test('that disconnect leave the queue to those behind them', async () => {
    const hand = await opened();
    const guessers = Array.from({ length: 5 }, () => tries(hand, 'wrong'));
    await settle(hand);
    for (const { seat } of guessers) hand.chat.close(seat);
    const alice = tries(hand, 'secret');
    await settle(hand);
    await settle(hand);
    assert.ok(guessers.every(({ ear }) => ear.over));
    hand.clock.time += 1000;
    hand.clock.ring();
    await settle(hand);
    assert.equal(alice.ear.hear(), `come=${hand.bus.seq}|`);
  });
});

describe('what is asked behind a registration', () => {
  test('waits for it, and keeps its place in the order', async () => {
    const hand = await opened();
    const { ear, seat } = await hand.come('bob', '#a');
    hand.chat.register(seat, 'secret', 'register');
    assert.equal(hand.chat.takes(seat), false);
    await turn();
    assert.equal(ear.resumed, 1);
    assert.equal(hand.chat.takes(seat), true);
    hand.ask(seat, 'rename', { kind: 'renamed', name: 'zed' });
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'register=5|rename=name-fixed|');
  });
});

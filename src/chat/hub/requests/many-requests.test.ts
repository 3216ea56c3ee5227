import type { Frame } from '#text/frames.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { turnTime } from '#chat/hub/turns/fair-turns.ts';
import { Ear, type HandChat } from '#chat/hub/hand-bus.suite.ts';
import { openWithPauses } from '#chat/hub/held-pauses.suite.ts';
import { maxWaiting } from './intake.ts';
import type { Seat } from '#chat/hub/seat.ts';

const words = (text: string): Frame => new TextEncoder().encode(`${text}|`);

/** Says one thing after the other until the chat takes no more. */
function sayAll({ chat }: HandChat, seat: Seat): number {
  let said = 0;
  for (; said < 1000 && chat.takes(seat); said++) chat.say(seat, () => words('.'));
  return said;
}

describe('a session with many requests at once', () => {
  test('gets the first answer, and is held until the others are written in one write', async () => {
    const { hand, pause } = await openWithPauses();
    const ear = new Ear();
    const seat = hand.chat.open(ear);
    assert.equal(sayAll(hand, seat), 1 + maxWaiting);
    assert.equal(ear.sends.length, 1);
    assert.equal(ear.resumed, 0);
    await pause();
    assert.equal(ear.sends.length, 2);
    assert.equal(ear.hear(), '.|'.repeat(1 + maxWaiting));
    assert.equal(ear.resumed, 1);
    assert.equal(hand.chat.takes(seat), true);
  });

  test('gets answers after its own posts in between, and closes after all of them', async () => {
    const { hand, pause } = await openWithPauses();
    const ear = new Ear();
    const seat = hand.chat.open(ear);
    hand.chat.say(seat, () => words('first'));
    hand.chat.say(seat, () => words('second'));
    hand.ask(seat, 'came', { kind: 'came', as: { guest: 'alice' } });
    hand.chat.say(seat, () => words('third'));
    hand.chat.close(seat);
    assert.equal(ear.hear(), 'first|');
    await pause();
    assert.equal(ear.hear(), 'second|');
    const delivered = hand.bus.deliver();
    assert.equal(ear.hear(), 'came=3|third|');
    await pause();
    await delivered;
    assert.equal(ear.over, true);
  });

  test('gets as many of them in a turn as the turn has time for', async () => {
    const { hand, pause } = await openWithPauses();
    const ear = new Ear();
    const seat = hand.chat.open(ear);
    const slow = (): Frame => {
      hand.clock.time += turnTime / 2;
      return words('.');
    };
    for (let said = 0; said < 7; said++) hand.chat.say(seat, slow);
    for (const heard of ['.|', '.|.|', '.|.|', '.|.|']) {
      assert.equal(ear.hear(), heard);
      await pause();
    }
  });

  test('gets no answers after it is closed', async () => {
    const { hand, pause } = await openWithPauses();
    const ear = new Ear();
    const seat = hand.chat.open(ear);
    sayAll(hand, seat);
    hand.chat.abandon();
    ear.hear();
    await pause();
    assert.equal(ear.hear(), '');
  });
});

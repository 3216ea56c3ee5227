import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An ear that notes whether its answer was written when it is resumed. */
class Comer extends Ear {
  readonly heardBefore: string[] = [];

  override resume(): void {
    super.resume();
    this.heardBefore.push(this.hear());
  }
}

async function opened(): Promise<{ hand: HandChat; ear: Comer; seat: Seat<string> }> {
  const hand = await openHandChat();
  const ear = new Comer();
  return { hand, ear, seat: hand.chat.open(ear) };
}

describe('a session that comes', () => {
  test('is held until its answer was written', async () => {
    const { hand, ear, seat } = await opened();
    hand.chat.come(seat, { name: 'alice' }, 'come', '#a');
    assert.equal(hand.chat.takes(seat), false);
    await hand.bus.deliver();
    assert.deepEqual(ear.heardBefore, ['come=3|']);
    assert.equal(hand.chat.takes(seat), true);
  });

  test('is held while its password is checked, and when it was wrong goes on behind the refusal', async () => {
    const { hand, ear, seat } = await opened();
    const registered = hand.chat.command({ kind: 'registered', name: 'carol', secret: 'hash of s3cret' });
    await hand.bus.deliver();
    await registered;
    hand.chat.come(seat, { name: 'carol', password: 'wrong' }, 'wrong');
    assert.equal(hand.chat.takes(seat), false);
    await turn();
    assert.deepEqual(ear.heardBefore, ['wrong=password-wrong|']);
    assert.equal(hand.chat.takes(seat), true);
  });

  test('is held while it tries one name after another, and resumed once', async () => {
    const { hand, ear, seat } = await opened();
    await hand.come('alice');
    ear.onAnswer = (answer) => {
      if (answer.kind === 'refusal') hand.chat.come(seat, { name: 'bob' }, 'second');
    };
    hand.chat.come(seat, { name: 'alice' }, 'first');
    assert.equal(hand.chat.takes(seat), false);
    await hand.bus.deliver();
    assert.equal(hand.chat.takes(seat), false);
    assert.equal(ear.resumed, 0);
    await hand.bus.deliver();
    assert.deepEqual(ear.heardBefore, ['first=name-taken|second=5|']);
  });

  test('and disconnects at once still arrives, and departs', async () => {
    const { hand, ear, seat } = await opened();
    hand.chat.come(seat, { name: 'alice' }, 'come');
    hand.chat.end(seat);
    await hand.bus.deliver();
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'come=3|');
    assert.equal(ear.over, true);
  });
});

describe('a session that its dialect holds', () => {
  test('takes nothing, and is resumed when it is released', async () => {
    const { hand, ear, seat } = await opened();
    hand.chat.hold(seat);
    assert.equal(hand.chat.takes(seat), false);
    hand.chat.release(seat);
    assert.equal(ear.resumed, 1);
  });

  test('is not ended before it is released', async () => {
    const { hand, ear, seat } = await opened();
    hand.chat.hold(seat);
    hand.chat.end(seat);
    assert.equal(ear.over, false);
    hand.chat.release(seat);
    assert.equal(ear.over, true);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Frame } from '#text/frames.ts';

import type { Format } from '#chat/hub/format.ts';
import { Ear, renderPlainly } from '#chat/hub/hand-bus.suite.ts';
import { openWithPauses, type WithPauses } from '#chat/hub/held-pauses.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { turnTime } from '#chat/hub/turns/fair-turns.ts';

const format: Format<Frame> = {
  render: renderPlainly,
  joinable: true,
  pushes: true,
  takesMail: true,
  longWelcome: true,
  hears: () => true,
};

/** The answer to its login takes as long as a turn may. */
class LongEar extends Ear {
  override get format(): Format<Frame> {
    return format;
  }
}

function arrive({ hand }: WithPauses, name: string): { ear: Ear; seat: Seat<string> } {
  const ear = new LongEar();
  ear.onAnswer = () => void (hand.clock.time += turnTime);
  const seat = hand.chat.open(ear);
  hand.ask(seat, 'come', { kind: 'came', as: { guest: name } }, '#a');
  return { ear, seat };
}

describe('logins whose answers take long', () => {
  test('are answered one in a turn, and hear what was said meanwhile after that', async () => {
    const scene = await openWithPauses();
    const { hand, pause } = scene;
    const bob = await hand.come('bob', '#a');
    const ears = ['one', 'two', 'three'].map((name) => arrive(scene, name).ear);
    await hand.bus.deliver();
    const answered = (): number => ears.filter(({ sends }) => sends.length > 0).length;
    assert.equal(answered(), 1);
    hand.say(bob.seat, 'hello', '#a');
    await hand.bus.deliver();
    for (const count of [2, 3, 3]) {
      await pause();
      assert.equal(answered(), count);
    }
    assert.deepEqual(
      ears.map((ear) => ear.hear()),
      ['come=4|5 two came|6 three came|7 bob: hello|', 'come=5|6 three came|7 bob: hello|', 'come=6|7 bob: hello|'],
    );
  });

  test('are dropped for sessions that end before they are answered', async () => {
    const scene = await openWithPauses();
    const { hand, pause } = scene;
    const [first, second] = [arrive(scene, 'one'), arrive(scene, 'two')];
    await hand.bus.deliver();
    hand.chat.close(second.seat);
    for (let turn = 0; turn < 3; turn++) await pause();
    await hand.bus.deliver();
    assert.deepEqual([first.ear.over, second.ear.over], [false, true]);
    assert.deepEqual(hand.bugs, []);
  });
});

describe('what takes long for a session', () => {
  test('is done once in a turn, after its answers and outside of deliveries', async () => {
    const { hand, pause } = await openWithPauses();
    const done: number[] = [];
    const seats = [1, 2, 3].map(() => hand.chat.open(new Ear()));
    for (const [nth, seat] of seats.entries()) hand.chat.inTurn(seat, () => void done.push(nth));
    for (const count of [1, 2, 3]) {
      await new Promise(setImmediate);
      assert.equal(done.length, count);
      await pause();
    }
  });
});

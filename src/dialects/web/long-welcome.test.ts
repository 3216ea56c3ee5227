import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ear } from '#chat/hub/hand-bus.suite.ts';
import { openWithPauses } from '#chat/hub/held-pauses.suite.ts';
import { turnTime } from '#chat/hub/turns/fair-turns.ts';
import { formatFor } from './formats.ts';

for (const [who, format] of [
  ['people', formatFor(undefined, true)],
  ['bots', formatFor(['read'], true)],
] as const) {
  test(`welcomes of ${who} take long, and are made one in a turn`, async () => {
    const { hand, pause } = await openWithPauses();
    const ears = ['one', 'two'].map((name) => {
      const ear = new Ear();
      Object.defineProperty(ear, 'format', { value: format });
      ear.onAnswer = () => void (hand.clock.time += turnTime);
      hand.ask(hand.chat.open(ear), 'come', { kind: 'came', as: { guest: name } });
      return ear;
    });
    await hand.bus.deliver();
    const welcomed = (): number => ears.filter(({ sends }) => sends.length > 0).length;
    assert.equal(welcomed(), 1);
    await pause();
    assert.equal(welcomed(), 2);
  });
}

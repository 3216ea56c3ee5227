import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Frame } from '#text/frames.ts';

import type { Format } from './format.ts';
import { Ear, openHandChat, renderPlainly } from './hand-bus.suite.ts';

const utf8 = new TextEncoder();
const loudly: Format<Frame> = {
  render: (happening, as) => {
    const usual = renderPlainly(happening, as);
    return utf8.encode(new TextDecoder().decode(usual).toUpperCase());
  },
  joinable: true,
  pushes: true,
  takesMail: true,
  hears: () => false,
};
const oneByOne: Format<Frame> = { ...loudly, joinable: false };

describe('a session that becomes one of another format', () => {
  test('hears in it from there on, in the middle of a batch, and what was before in the old one', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    hand.say(alice.seat, 'one', '#a');
    hand.ask(bob.seat, 'join', { kind: 'joined' }, '#a');
    hand.chat.become(bob.seat, loudly);
    hand.say(alice.seat, 'two', '#a');
    hand.say(alice.seat, 'psst', 'bob');
    await hand.bus.deliver();
    assert.equal(bob.ear.hear(), 'join=no-op|5 alice: one|8 ALICE: PSST|7 ALICE: TWO|');
    assert.equal(hand.bugs.length, 0);
  });

  test('hears the same rooms, and no room twice', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    hand.chat.become(bob.seat, loudly);
    hand.say(alice.seat, 'one', '#a');
    await hand.bus.deliver();
    hand.ask(bob.seat, 'leave', { kind: 'left' }, '#a');
    hand.say(alice.seat, 'two', '#a');
    await hand.bus.deliver();
    assert.equal(bob.ear.hear(), '5 ALICE: ONE|leave=6|');
  });

  test('is handed what comes one by one where that is not joined, and what came before in one piece', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    for (const words of ['one', 'two']) hand.say(alice.seat, words, '#a');
    hand.ask(bob.seat, 'join', { kind: 'joined' }, '#a');
    hand.chat.become(bob.seat, oneByOne);
    for (const words of ['three', 'four']) hand.say(alice.seat, words, '#a');
    await hand.bus.deliver();
    const decoder = new TextDecoder();
    assert.deepEqual(
      bob.ear.sends.map((frames) => frames.map((frame) => decoder.decode(frame))),
      [['join=no-op|5 alice: one|6 alice: two|', '8 ALICE: THREE|', '9 ALICE: FOUR|']],
    );
  });
});

describe('a room a session has asked for', () => {
  /** Carol has two sessions that hear no room by themselves; the second has entered #a. */
  async function twice(): Promise<{ hand: Awaited<ReturnType<typeof openHandChat>>; one: Heard; other: Heard }> {
    const hand = await openHandChat();
    await hand.register('carol');
    const choosy = (): Ear => Object.assign(new Ear(), { eager: false });
    return { hand, one: await hand.come('carol', '#a', choosy()), other: await hand.come('carol', '#a', choosy()) };
  }
  type Heard = Awaited<ReturnType<Awaited<ReturnType<typeof openHandChat>>['come']>>;

  test('is heard again when its user is a member again, whichever session left it and joined', async () => {
    const { hand, one, other } = await twice();
    hand.ask(one.seat, 'leave', { kind: 'left' }, '#a');
    hand.ask(one.seat, 'join', { kind: 'joined' }, '#a');
    hand.say(one.seat, 'hi', '#a');
    await hand.bus.deliver();
    assert.equal(one.ear.hear(), 'leave=6|join=7|hi=8|');
    assert.equal(other.ear.hear(), '6 (you) carol left|7 (you) carol joined|8 (you) carol: hi|');
  });

  test('is not heard again, once that session has left it itself', async () => {
    const { hand, one, other } = await twice();
    hand.ask(one.seat, 'leave', { kind: 'left' }, '#a');
    hand.ask(other.seat, 'join', { kind: 'joined' }, '#a');
    hand.say(other.seat, 'hi', '#a');
    await hand.bus.deliver();
    assert.equal(one.ear.hear(), 'leave=6|');
    assert.equal(other.ear.hear(), '6 (you) carol left|join=7|hi=8|');
  });
});

test('a session that stops hearing a room hears no more of it, and its user stays a member', async () => {
  const hand = await openHandChat();
  await hand.register('carol');
  const [one, other] = [await hand.come('carol', '#a'), await hand.come('carol', '#a')];
  const bob = await hand.come('bob', '#a');
  [one, other].forEach(({ ear }) => ear.hear());
  hand.say(bob.seat, 'one', '#a');
  hand.ask(other.seat, 'join', { kind: 'joined' }, '#a');
  hand.chat.mute(other.seat, '#A');
  hand.say(bob.seat, 'two', '#a');
  hand.say(other.seat, 'own', '#a');
  await hand.bus.deliver();
  assert.equal(other.ear.hear(), 'join=no-op|7 bob: one|own=10|');
  assert.equal(one.ear.hear(), '7 bob: one|9 bob: two|10 (you) carol: own|');
});

describe('places', () => {
  const placed: Format<Frame> = {
    ...loudly,
    hears: () => true,
    places: true,
    render: (happening, as) =>
      'kind' in happening && happening.kind === 'place'
        ? utf8.encode(`upto ${happening.upto}|`)
        : renderPlainly(happening, as),
  };
  class Placed extends Ear {
    override get format(): Format<Frame> {
      return placed;
    }
  }

  test('an answer has the end of the batch before, and the exact place is told at the end of each', async () => {
    const hand = await openHandChat();
    const alice = new Placed();
    const { seat } = await hand.come('alice', '#a', alice);
    const bob = await hand.come('bob', '#a');
    alice.places.length = 0;
    hand.say(bob.seat, 'one', '#a');
    hand.say(seat, 'two', '#a');
    hand.say(bob.seat, 'three', '#a');
    await hand.bus.deliver();
    assert.deepEqual(alice.places, [4]);
    assert.equal(alice.hear(), '4 bob came|upto 4|5 bob: one|two=6|7 bob: three|upto 7|');
  });

  test('a place is not sent to other sessions', async () => {
    const hand = await openHandChat();
    const { ear, seat } = await hand.come('alice', '#a');
    hand.say(seat, 'one', '#a');
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'one=4|');
  });
});

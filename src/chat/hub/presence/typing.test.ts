import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { type Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { typingGap, typingLasts } from './typing.ts';

interface Scene {
  readonly hand: HandChat;
  readonly bob: Seat<string>;
  /** Alice's. */
  readonly ear: Ear;
  /** Bob types there; returns how often Alice was shown it. */
  readonly types: (room: string, active?: boolean) => number;
}

/** Alice and Bob are in all of these rooms. */
async function opened(rooms: readonly string[]): Promise<Scene> {
  const hand = await openHandChat();
  const [{ ear, seat: alice }, { seat: bob }] = [await hand.come('alice'), await hand.come('bob')];
  for (const seat of [alice, bob]) for (const room of rooms) hand.ask(seat, 'join', { kind: 'joined' }, room);
  await hand.bus.deliver();
  const types: Scene['types'] = (room, active = true) => {
    ear.hear();
    assert.equal(hand.chat.typing(bob, room, active), undefined);
    return ear.hear().split('typing|').length - 1;
  };
  return { hand, bob, ear, types };
}

describe('typing', () => {
  test('is shown once in three seconds, and its end once', async () => {
    const { hand, types } = await opened(['#a']);
    assert.equal(types('#a', false), 0);
    assert.equal(types('#a'), 1);
    hand.clock.time += typingGap - 1;
    assert.equal(types('#a'), 0);
    hand.clock.time++;
    assert.equal(types('#a'), 1);
    assert.equal(types('#a', false), 1);
    assert.equal(types('#a', false), 0);
  });

  test('of one session is shown in eight rooms at a time', async () => {
    const rooms = Array.from({ length: 9 }, (_, nth) => `#room${nth}`);
    const { hand, types } = await opened(rooms);
    assert.deepEqual(
      rooms.map((room) => types(room)),
      [1, 1, 1, 1, 1, 1, 1, 1, 0],
    );
    hand.clock.time += typingLasts;
    assert.equal(types('#room8'), 1);
  });

  test('of a user whom the server has muted is shown to nobody, in a room or in private', async () => {
    const { hand, bob, ear, types } = await opened(['#a']);
    hand.say(bob, 'psst', 'alice');
    await hand.bus.deliver();
    assert.deepEqual([types('#a'), types('alice')], [1, 1]);
    const muted = hand.chat.command({ kind: 'listed', list: 'mute', mask: 'bob' });
    await hand.bus.deliver();
    assert.equal((await muted).kind, 'entry');
    ear.hear();
    hand.clock.time += typingGap;
    for (const to of ['#a', 'alice']) assert.equal(hand.chat.typing(bob, to, true), 'muted');
    assert.equal(ear.hear(), '');
  });

  test('is shown to a hundred members, and where more are present to nobody', async () => {
    const { hand, types } = await opened(['#a']);
    const comes = async (name: string): Promise<void> => {
      const { seat } = await hand.come(name, '#a');
      hand.chat.mute(seat, '#a');
    };
    for (let nth = 0; nth < 98; nth++) await comes(`guest${nth}`);
    assert.equal(hand.chat.hearers('#a'), 2);
    assert.equal(types('#a'), 1);
    await comes('another');
    hand.clock.time += typingGap;
    assert.equal(types('#a'), 0);
  });

  test('is not shown where more than a hundred sessions would hear it, of any number of members', async () => {
    const { hand, types } = await opened(['#a']);
    await hand.register('dora');
    for (let nth = 0; nth < 98; nth++) await hand.come('dora', '#a');
    assert.equal(types('#a'), 1);
    await hand.come('dora', '#a');
    hand.clock.time += typingGap;
    assert.equal(types('#a'), 0);
  });
});

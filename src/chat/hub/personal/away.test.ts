import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer } from '#chat/hub/session.ts';

async function goAway(hand: HandChat, seat: Seat<string>, text: string): Promise<void> {
  hand.ask(seat, 'away', { kind: 'away', text });
  await hand.bus.deliver();
}

const awayIn = (hand: HandChat): readonly unknown[] => hand.chat.online(9).map(({ name, away }) => [name, away]);

describe('a user who is away from the keyboard', () => {
  test('is shown with its text in lists, until it speaks or says that it is back', async () => {
    const hand = await openHandChat();
    const bob = await hand.come('bob', '#a');
    const carol = await hand.come('carol', '#a');
    await goAway(hand, bob.seat, ' lunch \n until one ');
    assert.equal(carol.ear.hear(), '5 bob away|');
    assert.deepEqual(awayIn(hand), [
      ['bob', 'lunch   until one'],
      ['carol', undefined],
    ]);
    const members = hand.chat.members(bob.seat, '#a', 0, 9)?.items.map(({ user }) => user.away);
    assert.deepEqual(members, ['lunch   until one', undefined]);
    hand.say(bob.seat, 'hello', '#a');
    await hand.bus.deliver();
    assert.deepEqual(awayIn(hand), [
      ['bob', undefined],
      ['carol', undefined],
    ]);
    await goAway(hand, bob.seat, 'tea');
    await goAway(hand, bob.seat, '');
    assert.deepEqual(awayIn(hand), [
      ['bob', undefined],
      ['carol', undefined],
    ]);
    assert.equal(carol.ear.hear(), '6 bob: hello|7 bob away|8 bob away|');
    await goAway(hand, bob.seat, 'x'.repeat(257));
    assert.equal(bob.ear.hear().split('|').at(-2), 'away=away-long');
  });

  test('is listed without its text in a room in which it may not speak', async () => {
    const hand = await openHandChat();
    const carol = await hand.come('carol', '#a');
    const bob = await hand.come('bob', '#a');
    await goAway(hand, bob.seat, 'buy');
    void hand.chat.command({ kind: 'listed', list: 'mute', mask: 'bob' }, '#a');
    await hand.bus.deliver();
    const textFor = (seat: Seat): string | undefined => hand.chat.members(seat, '#a', 0, 9)?.items[1]?.user.away;
    assert.deepEqual([textFor(carol.seat), textFor(bob.seat)], ['away', 'buy']);
    void hand.chat.command({ kind: 'unlisted', list: 'mute', mask: 'bob' }, '#a');
    await hand.bus.deliver();
    assert.equal(textFor(carol.seat), 'buy');
  });

  test('answers those who write to it with its text, once an hour for each of their sessions', async () => {
    const hand = await openHandChat();
    await hand.register('alice');
    const alice = await hand.come('alice');
    const bob = await hand.come('bob');
    const told: unknown[] = [];
    bob.ear.onAnswer = (answer: Answer) => void (answer.kind === 'entry' && told.push(answer.away));
    const tell = async (): Promise<unknown> => {
      hand.say(bob.seat, 'hello', 'alice');
      await hand.bus.deliver();
      return told.pop();
    };
    assert.equal(await tell(), undefined);
    await goAway(hand, alice.seat, 'on holiday');
    assert.equal(await tell(), 'on holiday');
    assert.equal(await tell(), undefined);
    await goAway(hand, alice.seat, 'ill');
    assert.equal(await tell(), 'ill');
    hand.clock.time += 60 * 60 * 1000;
    assert.equal(await tell(), 'ill');
    // An account stays away when it is not here, and when it comes back.
    hand.chat.close(alice.seat);
    await hand.bus.deliver();
    hand.clock.time += 60 * 60 * 1000;
    assert.equal(await tell(), 'ill');
    await hand.come('alice');
    assert.deepEqual(awayIn(hand)[0], ['alice', 'ill']);
    hand.clock.time += 60 * 60 * 1000;
    assert.equal(await tell(), 'ill');
  });
});

describe('a notification level', () => {
  test('is kept with the membership, and told to the other sessions that show it', async () => {
    const hand = await openHandChat();
    await hand.register('alice');
    const alice = await hand.come('alice', '#a');
    const levels = (): readonly string[] => hand.chat.unread(alice.seat).map(({ level }) => level);
    hand.ask(alice.seat, 'level', { kind: 'level', level: 'mentions' }, '#a');
    await hand.bus.deliver();
    assert.deepEqual(levels(), ['mentions']);
    hand.ask(alice.seat, 'level', { kind: 'level', level: 'all' }, '#a');
    hand.ask(alice.seat, 'level', { kind: 'level', level: 'nothing' }, '#none');
    await hand.bus.deliver();
    assert.deepEqual(levels(), ['all']);
    hand.ask(alice.seat, 'level', { kind: 'level', level: 'nothing' }, '#a');
    hand.ask(alice.seat, 'leave', { kind: 'left' }, '#a');
    hand.ask(alice.seat, 'join', { kind: 'joined' }, '#a');
    await hand.bus.deliver();
    assert.deepEqual(levels(), ['all']);
    assert.match(alice.ear.hear(), /^level=applied\|level=applied\|level=no-room\|level=applied\|/);
  });
});

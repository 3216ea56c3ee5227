import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { toldInvitations } from './invitations.ts';
import type { Seat } from '#chat/hub/seat.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Alice has an account and is away. Bob owns the invite-only #tea and #den. */
async function opened(): Promise<{ hand: HandChat; bob: Seat<string> }> {
  const hand = await openHandChat();
  await hand.register('alice');
  const { seat: bob } = await hand.come('bob', '#tea');
  hand.ask(bob, 'join', { kind: 'joined' }, '#den');
  for (const room of ['#tea', '#den']) hand.ask(bob, 'set', { kind: 'set', name: 'invite-only', value: 'yes' }, room);
  await hand.bus.deliver();
  return { hand, bob };
}

async function invites(hand: HandChat, bob: Seat<string>, room: string, until?: number): Promise<void> {
  hand.ask(bob, 'invite', { kind: 'invited', user: 'alice', until }, room);
  await hand.bus.deliver();
}

/** What alice hears as she comes, without the answer. */
async function heard(hand: HandChat, ear: Ear = new Ear()): Promise<{ said: string; seat: Seat<string> }> {
  const seat = hand.chat.open(ear);
  hand.ask(seat, 'come', { kind: 'came', as: { account: 3, version: 1 } });
  await hand.bus.deliver();
  await turn();
  return { said: ear.hear().replace(/^come=[^|]*\|/, ''), seat };
}

async function goes(hand: HandChat, seat: Seat<string>): Promise<void> {
  hand.chat.close(seat);
  await hand.bus.deliver();
}

describe('an invitation waits for an account that is away', () => {
  test('is delivered among its mail, in order, and once', async () => {
    const { hand, bob } = await opened();
    hand.say(bob, 'one', 'alice');
    await invites(hand, bob, '#tea');
    hand.say(bob, 'two', 'alice');
    const alice = await heard(hand);
    assert.equal(alice.said, '8 (waited) bob: one|9 (target) bob invited|10 (waited) bob: two|');
    await goes(hand, alice.seat);
    assert.equal((await heard(hand)).said, '');
    assert.deepEqual(hand.chat.invitations(alice.seat).length, 0, 'a seat that is over asks in vain');
  });

  test('is delivered also where no mail waits; one that was heard live is not sent again', async () => {
    const { hand, bob } = await opened();
    await invites(hand, bob, '#tea');
    const ear = new Ear();
    const alice = await heard(hand, ear);
    assert.equal(alice.said, '8 (target) bob invited|');
    await invites(hand, bob, '#den');
    assert.equal(ear.hear(), '10 (target) bob invited|');
    await goes(hand, alice.seat);
    assert.equal((await heard(hand)).said, '');
  });

  test('is not delivered when it was withdrawn, has ended, or its sender is ignored', async () => {
    const { hand, bob } = await opened();
    await invites(hand, bob, '#den', hand.clock.time + 1);
    hand.clock.time++;
    await invites(hand, bob, '#tea');
    hand.ask(bob, 'back', { kind: 'unlisted', list: 'invitation', mask: 'alice' }, '#tea');
    await hand.bus.deliver();
    const alice = await heard(hand);
    assert.equal(alice.said, '');
    hand.ask(alice.seat, 'ignore', { kind: 'ignored', name: 'bob', on: true });
    await goes(hand, alice.seat);
    await invites(hand, bob, '#den');
    assert.equal((await heard(hand)).said, '');
  });

  test('is neither delivered nor listed when its sender may no longer invite, or is ignored', async () => {
    const { hand, bob } = await opened();
    const { seat: carol } = await hand.come('carol', '#else');
    hand.ask(bob, 'open', { kind: 'set', name: 'invite-only', value: '' }, '#den');
    hand.ask(carol, 'join', { kind: 'joined' }, '#den');
    hand.ask(carol, 'invite', { kind: 'invited', user: 'alice' }, '#den');
    await hand.bus.deliver();
    await invites(hand, bob, '#tea');
    const rooms = (user: number): readonly string[] => hand.chat.invitations({ user }).map(({ room }) => room.name);
    assert.deepEqual(rooms(3), ['#tea', '#den']);
    hand.ask(bob, 'shut', { kind: 'set', name: 'invite-only', value: 'yes' }, '#den');
    await hand.bus.deliver();
    assert.deepEqual(rooms(3), ['#tea']);
    const ear = new Ear();
    const { said, seat } = await heard(hand, ear);
    assert.match(said, /^\d+ \(target\) bob invited\|$/);
    hand.ask(seat, 'ignore', { kind: 'ignored', name: 'bob', on: true });
    await hand.bus.deliver();
    assert.deepEqual(rooms(3), []);
  });

  test('is not delivered again while it is still in the outbox', async () => {
    const { hand, bob } = await opened();
    await invites(hand, bob, '#tea');
    const ear = new Ear();
    const { seat } = await heard(hand, ear);
    ear.outbox.delivered = false;
    await goes(hand, seat);
    assert.equal((await heard(hand)).said, '8 (target) bob invited|');
  });

  test('a session that asks for its mail finds it there, in its place', async () => {
    const { hand, bob } = await opened();
    hand.say(bob, 'one', 'alice');
    await invites(hand, bob, '#tea');
    hand.say(bob, 'two', 'alice');
    const ear = new Ear();
    ear.takesMail = false;
    const { said, seat } = await heard(hand, ear);
    assert.equal(said, '');
    const waiting = (limit: number): readonly number[] => hand.chat.waiting(seat, limit).map(({ seq }) => seq);
    assert.deepEqual([waiting(9), waiting(2), waiting(1)], [[8, 9, 10], [8, 9], [8]]);
    hand.ask(seat, 'delivered', { kind: 'delivered', upto: 9 });
    await hand.bus.deliver();
    assert.deepEqual(waiting(9), [10]);
  });

  test('is told to a present user three times an hour at most, however often it is withdrawn and given, unless the user has joined since', async () => {
    const { hand, bob } = await opened();
    const { ear, seat } = await hand.come('alice');
    const again = async (room: string): Promise<string> => {
      await invites(hand, bob, room);
      hand.ask(bob, 'back', { kind: 'unlisted', list: 'invitation', mask: 'alice' }, room);
      await hand.bus.deliver();
      return ear.hear().replaceAll(/\d+ /g, '');
    };
    const told = '(target) bob invited|';
    for (const room of ['#tea', '#den']) {
      for (const times of [1, 2, 3]) assert.equal(await again(room), told, `${room}, ${times}`);
      assert.equal(await again(room), '');
    }
    await invites(hand, bob, '#den');
    hand.ask(seat, 'join', { kind: 'joined' }, '#den');
    hand.ask(seat, 'leave', { kind: 'left' }, '#den');
    await hand.bus.deliver();
    ear.hear();
    assert.equal(await again('#den'), told, 'it has joined since');
    hand.clock.time += 60 * 60 * 1000;
    assert.equal(await again('#tea'), told, 'an hour later');
  });

  test('is delivered only if it is among the newest of many', async () => {
    const { hand, bob } = await opened();
    for (let n = 0; n < toldInvitations + 5; n++) {
      hand.ask(bob, 'join', { kind: 'joined' }, `#r${n}`);
      hand.ask(bob, 'invite', { kind: 'invited', user: 'alice' }, `#r${n}`);
    }
    await hand.bus.deliver();
    assert.equal((await heard(hand)).said.split('|').length - 1, toldInvitations);
  });
});

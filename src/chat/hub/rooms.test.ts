import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';
import { listNames } from '#chat/rights/moderation-lists.ts';
import type { Reader } from '#chat/readable/reader.ts';

import { Ear, openHandChat } from './hand-bus.suite.ts';
import type { Seat } from './seat.ts';

/** Everything that can be asked for in a room; `target`: a message there. */
const drafts = (target: number): readonly Asked[] => [
  { kind: 'message', text: 'hi' },
  { kind: 'message', text: 'hi', replyTo: target },
  { kind: 'joined' },
  { kind: 'joined', key: 'guess' },
  { kind: 'joined', code: 'c'.repeat(64) },
  { kind: 'left' },
  { kind: 'topic', text: 'mine' },
  { kind: 'read', upto: 3 },
  { kind: 'role', user: 'alice', role: 'member' },
  { kind: 'role', user: 'nobody', role: 'owner' },
  { kind: 'set', name: 'secret', value: '' },
  { kind: 'set', name: 'history', value: 'all' },
  { kind: 'roomNamed', name: '#mine' },
  { kind: 'roomNamed', name: '#' },
  { kind: 'closed' },
  { kind: 'kicked', user: 'alice' },
  { kind: 'kicked', user: 'nobody' },
  ...(['ban', 'mute', 'exception', 'invitation'] as const).flatMap((list): readonly Asked[] => [
    { kind: 'listed', list, mask: 'alice' },
    { kind: 'listed', list, mask: 'not a mask' },
    { kind: 'unlisted', list, mask: 'alice' },
  ]),
  { kind: 'invited', user: 'bob' },
  { kind: 'invited', user: 'nobody' },
  { kind: 'tokenMade', purpose: 'invite-room', hash: 'd'.repeat(64), uses: 1 },
  { kind: 'level', level: 'nothing' },
  { kind: 'edited', target, text: 'x' },
  { kind: 'redacted', target },
  { kind: 'reacted', target, emoji: '+1', on: true },
];

describe('a secret room', () => {
  test('regression: looks to outsiders like a missing room, in lists and in errors, for any request', async () => {
    const told = async (room: string): Promise<unknown> => {
      const hand = await openHandChat();
      const alice = await hand.come('alice', room);
      for (const name of ['secret', 'invite-only'] as const) {
        hand.ask(alice.seat, name, { kind: 'set', name, value: 'yes' }, room);
      }
      hand.say(alice.seat, 'the plan', room);
      const { chat } = hand;
      const limited = chat.command({ kind: 'setting', name: 'room-creation', value: 'operators' });
      await hand.bus.deliver();
      await limited;
      const target = chat.cursor().seq - 1;
      const bob = await hand.come('bob', '#lobby');
      const { seat } = bob;
      for (const [nth, event] of drafts(target).entries()) hand.ask(seat, `${nth} ${event.kind}`, event, '#Hidden');
      hand.say(alice.seat, 'more', room);
      await hand.bus.deliver();
      const entered = chat.open(new Ear());
      hand.ask(entered, 'come', { kind: 'came', as: { guest: 'dora' } }, '#hidden');
      await hand.bus.deliver();
      assert.deepEqual(hand.bugs, []);
      return {
        heard: bob.ear.hear(),
        entered: entered.user,
        history: chat.history(seat, { room: '#hidden', limit: 10 }),
        latest: chat.latest(seat, '#hidden', 10),
        window: chat.window(seat, '#hidden', { limit: 10 }),
        message: chat.message(seat, target),
        entry: chat.entry(seat, target),
        channel: chat.channel(seat, '#hidden'),
        members: chat.members(seat, '#hidden', 0, 10),
        rooms: chat.rooms(seat, 0, 10),
        typing: chat.typing(seat, '#hidden', true),
        unread: chat.unreadOf(seat, '#hidden'),
        lists: listNames.map((list) => chat.lists(seat, list, '#hidden')),
        hits: chat.hits(seat, 'alice', '#hidden'),
        search: await chat.search(seat, 'plan in:#hidden', { limit: 10 }),
        next: chat.next(seat, { epoch: chat.cursor().epoch, seq: 0 }, { limit: 100, length: 10_000 }),
      };
    };
    const [hidden, none] = [await told('#hidden'), await told('#elsewhere')];
    assert.deepEqual(hidden, none);
    assert.ok(JSON.stringify(hidden).includes('0 message=no-room'), 'the test asks something');
  });

  test('is shown to its members, and not to former ones', async () => {
    const hand = await openHandChat();
    const [alice, bob] = [await hand.come('alice', '#hidden'), await hand.come('bob', '#hidden')];
    hand.ask(alice.seat, 'secret', { kind: 'set', name: 'secret', value: 'yes' }, '#hidden');
    await hand.bus.deliver();
    const { chat } = hand;
    const seenBy = (seat: Seat<string>): unknown => ({
      rooms: chat.rooms(seat, 0, 10).items.map(({ room }) => room.name),
      members: chat.members(seat, '#hidden', 0, 10)?.items.map(({ user, role }) => `${user.name} ${role}`),
      own: chat.memberships(seat).map(({ name, role }) => `${name} ${role}`),
      history: Array.isArray(chat.history(seat, { room: '#hidden', limit: 10 })),
    });
    const members = ['alice owner', 'bob member'];
    assert.deepEqual(seenBy(bob.seat), { rooms: ['#hidden'], members, own: ['#hidden member'], history: true });
    hand.ask(bob.seat, 'leave', { kind: 'left' }, '#hidden');
    await hand.bus.deliver();
    assert.deepEqual(seenBy(bob.seat), { rooms: [], members: undefined, own: [], history: false });
    hand.ask(alice.seat, 'open', { kind: 'set', name: 'secret', value: '' }, '#hidden');
    await hand.bus.deliver();
    assert.deepEqual(seenBy(bob.seat), { rooms: ['#hidden'], members: ['alice owner'], own: [], history: true });
  });

  test('regression: who enters it is not seen doing so in other rooms', async () => {
    const hand = await openHandChat();
    await hand.register('carol');
    const bob = await hand.come(
      'bob',
      '#public',
      new Ear((happening) => new TextEncoder().encode(JSON.stringify(happening))),
    );
    const alice = await hand.come('alice', '#hidden');
    hand.ask(alice.seat, 'secret', { kind: 'set', name: 'secret', value: 'yes' }, '#hidden');
    const carol = await hand.come('carol', '#public');
    hand.chat.close(carol.seat);
    await hand.bus.deliver();
    bob.ear.hear();
    await hand.come('carol', '#hidden');
    const heard = bob.ear.hear();
    assert.match(heard, /"kind":"came"/);
    assert.doesNotMatch(heard, /hidden/);
  });
});

test('the key of a room is shown to those who may change it', async () => {
  const hand = await openHandChat();
  const [alice, bob] = [await hand.come('alice', '#a'), await hand.come('bob', '#a')];
  hand.ask(alice.seat, 'key', { kind: 'set', name: 'key', value: 'sesame' }, '#a');
  await hand.bus.deliver();
  const keyFor = (reader: Reader): string | undefined => {
    const channel = hand.chat.channel(reader, '#a');
    return typeof channel === 'string' ? channel : channel.state.key?.value;
  };
  assert.equal(keyFor(alice.seat), 'sesame');
  assert.equal(keyFor(bob.seat), '');
  const bot = (...scopes: readonly Scope[]): Reader => ({ user: alice.seat.user, account: true, address: '', scopes });
  assert.deepEqual([keyFor(bot('read')), keyFor(bot('read', 'moderate'))], ['', 'sesame'], 'bots of its owner');
});

describe('a room that gets another name, or ends', () => {
  test('is heard on under its new name, by sessions that are named so', async () => {
    const hand = await openHandChat();
    const [alice, bob] = [await hand.come('alice', '#a'), await hand.come('bob', '#a')];
    hand.say(alice.seat, 'one', '#a');
    hand.ask(alice.seat, 'name', { kind: 'roomNamed', name: '#b' }, '#a');
    hand.say(alice.seat, 'two', '#b');
    await hand.bus.deliver();
    assert.match(bob.ear.hear(), /alice: one\|\d+ alice roomNamed\|\d+ alice: two/);
    assert.deepEqual(
      hand.chat.memberships(bob.seat).map(({ name }) => name),
      ['#b'],
    );
    assert.deepEqual(
      hand.chat.rooms(bob.seat, 0, 10).items.map(({ room }) => room.name),
      ['#b'],
    );
    const history = hand.chat.history(bob.seat, { room: '#b', limit: 10 });
    assert.ok(typeof history !== 'string');
    assert.deepEqual(
      history.map(({ room }) => room?.name),
      ['#a', '#b', '#b'],
    );
  });

  test('is not shown under its new name before that is durable', async () => {
    let held: Promise<void> | undefined;
    const hand = await openHandChat((store) => Object.assign(Object.create(store), { durable: () => held }));
    const alice = await hand.come('alice', '#a');
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    hand.ask(alice.seat, 'name', { kind: 'roomNamed', name: '#b' }, '#a');
    const delivered = hand.bus.deliver();
    assert.deepEqual(
      hand.chat.rooms(alice.seat, 0, 10).items.map(({ room }) => room.name),
      ['#a'],
    );
    held = undefined;
    resolve();
    await delivered;
    assert.deepEqual(
      hand.chat.rooms(alice.seat, 0, 10).items.map(({ room }) => room.name),
      ['#b'],
    );
  });

  test('all members are told that it is closed, and nothing later', async () => {
    const hand = await openHandChat();
    const [alice, bob] = [await hand.come('alice', '#a'), await hand.come('bob', '#a')];
    hand.ask(alice.seat, 'close', { kind: 'closed' }, '#a');
    hand.ask(alice.seat, 'again', { kind: 'joined' }, '#a');
    hand.say(alice.seat, 'psst', '#a');
    await hand.bus.deliver();
    assert.match(bob.ear.hear(), /^\d+ alice closed\|$/);
    assert.match(alice.ear.hear(), /close=\d+\|again=\d+\|psst=\d+\|$/);
    assert.deepEqual(hand.chat.memberships(bob.seat), []);
    assert.equal(hand.chat.hearers('#a'), 1);
    assert.deepEqual(
      hand.chat.rooms(bob.seat, 0, 10).items.map(({ room, here }) => `${room.name} ${here}`),
      ['#a 1'],
    );
  });
});

describe('history', () => {
  test('regression: from before the join it is read only where the owner has opened it, and no longer when it is shut', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    hand.say(alice.seat, 'before', '#a');
    const bob = await hand.come('bob', '#a');
    const texts = (): string => {
      const found = hand.chat.history(bob.seat, { room: '#a', limit: 10 });
      assert.ok(typeof found !== 'string');
      return found.map(({ event }) => (event.kind === 'message' ? event.text : event.kind)).join(' ');
    };
    const before = hand.chat.cursor().seq - 1;
    assert.equal(texts(), '');
    assert.equal(hand.chat.message(bob.seat, before), undefined);
    for (const value of ['all', 'since-joining']) {
      hand.ask(alice.seat, 'open', { kind: 'set', name: 'history', value }, '#a');
      await hand.bus.deliver();
      assert.equal(texts(), value === 'all' ? 'before set' : 'set set');
      assert.equal(hand.chat.message(bob.seat, before) !== undefined, value === 'all');
    }
    hand.ask(alice.seat, 'open', { kind: 'set', name: 'history', value: 'all' }, '#a');
    hand.ask(bob.seat, 'leave', { kind: 'left' }, '#a');
    hand.say(alice.seat, 'after', '#a');
    await hand.bus.deliver();
    assert.equal(texts(), 'set set set left', 'who has left reads what was said while it was in');
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Store } from '#chat/ports.ts';

import { type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { Roster } from './roster.ts';

type Asker = Pick<Awaited<ReturnType<HandChat['come']>>, 'seat'>;

/** `alice` for who is here, `(carol)` for who is away. */
function membersOf({ chat }: HandChat, { seat }: Asker, room: string, pages = 1000): readonly string[] {
  const names: string[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const page = chat.members(seat, room, after, pages);
    assert.ok(page && page.items.length <= pages);
    names.push(...page.items.map(({ user, here }) => (here ? user.name : `(${user.name})`)));
    after = page.next;
  }
  return names;
}

const onlineIn = ({ chat }: HandChat): readonly string[] => chat.online(100).map(({ name }) => name);

describe('the members of a channel', () => {
  test('are listed by id: present ones with their current names, and accounts that are away', async () => {
    const hand = await openHandChat();
    for (const name of ['carol', 'dora']) await hand.register(name);
    const [carol, dora] = [await hand.come('carol', '#a'), await hand.come('dora', '#a')];
    const [alice, bob] = [await hand.come('alice', '#a'), await hand.come('bob', '#a')];
    hand.chat.close(carol.seat);
    hand.ask(dora.seat, 'leave', { kind: 'left' }, '#a');
    hand.ask(alice.seat, 'rename', { kind: 'renamed', name: 'alina' });
    hand.chat.close(bob.seat);
    await hand.bus.deliver();
    assert.deepEqual(membersOf(hand, alice, '#a'), ['(carol)', 'alina']);
    assert.equal(hand.chat.members(alice.seat, '#b', 0, 10), undefined);
  });

  test('are listed page by page, for users here and away', async () => {
    const hand = await openHandChat();
    const names = Array.from({ length: 12 }, (_, n) => `user${n}`);
    for (const name of names) await hand.register(name);
    for (const [n, name] of names.entries()) {
      const { seat } = await hand.come(name, '#a');
      if (n % 3 > 0) hand.chat.close(seat);
      await hand.bus.deliver();
    }
    const asker = await hand.come('asker', '#b');
    for (const pages of [1, 2, 5, 12, 100]) {
      assert.deepEqual(
        membersOf(hand, asker, '#a', pages),
        names.map((name, n) => (n % 3 > 0 ? `(${name})` : name)),
      );
    }
  });

  test('are listed as of each place in a batch, and nothing of a batch that is not shown', async () => {
    let held: Promise<void> | undefined;
    const hand = await openHandChat((store) => ({ ...store, durable: () => held }));
    const alice = await hand.come('alice', '#a');
    const seen: (readonly string[])[] = [];
    alice.ear.onAnswer = () => void seen.push(membersOf(hand, alice, '#a'));
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    hand.say(alice.seat, 'one', '#a');
    const bob = hand.chat.open(alice.ear);
    hand.ask(bob, 'come', { kind: 'came', as: { guest: 'bob' } }, '#a');
    hand.say(alice.seat, 'two', '#a');
    const delivered = hand.bus.deliver();
    assert.deepEqual(membersOf(hand, alice, '#a'), ['alice']);
    assert.deepEqual(onlineIn(hand), ['alice']);
    held = undefined;
    resolve();
    await delivered;
    assert.deepEqual(seen, [['alice'], ['alice', 'bob'], ['alice', 'bob']]);
  });

  test('are known again after a restart', async () => {
    let kept: Store | undefined;
    const hand = await openHandChat((store) => (kept = store));
    await hand.register('carol');
    await hand.come('carol', '#a');
    assert.ok(kept);
    assert.deepEqual(
      new Roster(kept).online(10).map(({ name, account }) => `${name} ${account}`),
      ['carol true'],
    );
  });
});

test('channels are listed by id with how many of their members are here, and no direct rooms', async () => {
  const hand = await openHandChat();
  const alice = await hand.come('alice', '#b');
  await hand.come('bob', '#b');
  hand.say(alice.seat, 'psst', 'bob');
  hand.ask(alice.seat, 'join', { kind: 'joined' }, '#a');
  await hand.bus.deliver();
  const seen = ({ items }: { items: readonly { room: { name: string }; here: number }[] }): readonly string[] =>
    items.map(({ room, here }) => `${room.name} ${here}`);
  assert.deepEqual(seen(hand.chat.rooms(alice.seat, 0, 10)), ['#b 2', '#a 1']);
  const { next = 0 } = hand.chat.rooms(alice.seat, 0, 1);
  assert.deepEqual(seen(hand.chat.rooms(alice.seat, next, 10)), ['#a 1']);
  assert.equal(hand.chat.hearers('#b'), 2);
  assert.equal(hand.chat.hearers('#c'), 0);
});

test('the list of who is online stays the same one until somebody comes, goes or is renamed', async () => {
  const hand = await openHandChat();
  const alice = await hand.come('alice', '#a');
  const before = hand.chat.online(10);
  hand.say(alice.seat, 'hi', '#a');
  await hand.bus.deliver();
  assert.equal(hand.chat.online(10), before);
  hand.ask(alice.seat, 'rename', { kind: 'renamed', name: 'alina' });
  await hand.bus.deliver();
  assert.deepEqual(onlineIn(hand), ['alina']);
  assert.deepEqual(
    before.map(({ name }) => name),
    ['alice'],
  );
});

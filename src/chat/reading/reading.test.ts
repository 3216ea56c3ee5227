import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Cursor } from '#chat/cursor.ts';
import type { Event } from '#chat/event.ts';

import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { PageSize } from '#chat/hub/catch-up/entry-pages.ts';
import type { Seat } from '#chat/hub/seat.ts';

const textsOf = (hand: HandChat, seat: Seat, room: string, limit = 100, before?: number): string => {
  const entries = hand.chat.history(seat, { room, limit, before });
  if (typeof entries === 'string') return entries;
  return entries.map(({ event }) => (event.kind === 'message' ? event.text : event.kind)).join(' ');
};

describe('history', () => {
  test('contains only messages between joining and leaving', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob');
    hand.say(alice.seat, 'before', '#a');
    hand.ask(bob.seat, 'join', { kind: 'joined' }, '#a');
    hand.say(alice.seat, 'during', '#a');
    hand.ask(bob.seat, 'leave', { kind: 'left' }, '#a');
    hand.say(alice.seat, 'after', '#a');
    await hand.bus.deliver();
    assert.equal(textsOf(hand, bob.seat, '#A'), 'joined during left');
    hand.ask(bob.seat, 'join', { kind: 'joined' }, '#a');
    await hand.bus.deliver();
    assert.equal(textsOf(hand, bob.seat, '#a'), 'joined');
    assert.equal(textsOf(hand, alice.seat, '#a'), 'before joined during left after joined');
  });

  test('is the last entries, or those before a place', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    for (const words of ['one', 'two', 'three', 'four']) hand.say(alice.seat, words, '#a');
    await hand.bus.deliver();
    assert.equal(textsOf(hand, alice.seat, '#a', 2), 'three four');
    assert.equal(textsOf(hand, alice.seat, '#a', 2, 6), 'one two');
    assert.equal(textsOf(hand, alice.seat, '#a', 0), 'four');
    assert.equal(textsOf(hand, alice.seat, '#a', Infinity, 4), '');
  });

  test('is refused where one is no member, and where there is no room', async () => {
    const hand = await openHandChat();
    await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#b');
    assert.equal(textsOf(hand, bob.seat, '#a'), 'not-member');
    assert.equal(textsOf(hand, bob.seat, '#c'), 'no-room');
    assert.equal(textsOf(hand, hand.chat.open(new Ear()), '#a'), 'not-member');
  });
});

describe('messages after a cursor', () => {
  const textOf = (event: Event): string => (event.kind === 'message' ? event.text : event.kind);
  const sizes = { limit: 100, length: 1_000_000 };

  /** All of it, page by page. */
  function pagesOf({ chat }: HandChat, seat: Seat, from: Cursor, size: PageSize): readonly (readonly string[])[] {
    const pages: (readonly string[])[] = [];
    for (let after = from; ;) {
      const page = chat.next(seat, after, size);
      assert.ok(typeof page === 'object');
      pages.push(page.entries.map(({ event }) => textOf(event)));
      if (!page.more) return pages;
      assert.ok(page.upto > after.seq, 'it goes on');
      after = { ...after, seq: page.upto };
    }
  }

  async function said(): Promise<{ hand: HandChat; carol: Seat<string>; cursor: Cursor }> {
    const hand = await openHandChat();
    await hand.register('carol');
    const bob = await hand.come('bob', '#a');
    hand.say(bob.seat, 'before', '#a');
    await hand.bus.deliver();
    const carol = await hand.come('carol', '#a');
    hand.ask(bob.seat, 'join', { kind: 'joined' }, '#b');
    hand.ask(carol.seat, 'join', { kind: 'joined' }, '#b');
    await hand.bus.deliver();
    const cursor = hand.chat.cursor();
    hand.say(bob.seat, 'one', '#a');
    hand.say(bob.seat, 'elsewhere', '#b');
    hand.say(bob.seat, 'psst', 'carol');
    hand.say(carol.seat, 'own', '#b');
    hand.ask(bob.seat, 'join', { kind: 'joined' }, '#c');
    hand.say(bob.seat, 'unheard', '#c');
    hand.say(bob.seat, 'x'.repeat(100), '#a');
    hand.say(bob.seat, 'last', '#a');
    await hand.bus.deliver();
    return { hand, carol: carol.seat, cursor };
  }
  const all = ['one', 'elsewhere', 'psst', 'own', 'x'.repeat(100), 'last'];

  test('come from all rooms of the user and in private, in the order', async () => {
    const { hand, carol, cursor } = await said();
    assert.deepEqual(pagesOf(hand, carol, cursor, sizes), [all]);
  });

  test('come in pages, bounded by entries and by text, with at least one entry', async () => {
    const { hand, carol, cursor } = await said();
    assert.deepEqual(pagesOf(hand, carol, cursor, { ...sizes, limit: 4 }), [all.slice(0, 4), all.slice(4)]);
    const pages = pagesOf(hand, carol, cursor, { ...sizes, length: 20 });
    assert.deepEqual(pages, [['one', 'elsewhere', 'psst', 'own'], ['x'.repeat(100)], ['last']]);
  });

  test('contain nothing from before the arrival, and nothing from other rooms', async () => {
    const { hand, carol, cursor } = await said();
    const texts = pagesOf(hand, carol, { ...cursor, seq: 0 }, sizes).flat();
    assert.deepEqual(texts, ['joined', ...all]);
    assert.equal(hand.chat.next(carol, { epoch: 'other', seq: 0 }, sizes), 'cursor-invalid');
    assert.equal(hand.chat.next(carol, { ...cursor, seq: 1000 }, sizes), 'cursor-invalid');
  });

  test('one entry is only given to users who may read it', async () => {
    const { hand, carol, cursor } = await said();
    const texts = Array.from({ length: hand.bus.seq }, (_, n) => hand.chat.entry(carol, n + 1)?.event);
    const readable = texts.filter((event) => event !== undefined).map(textOf);
    assert.deepEqual(readable, ['joined', ...all]);
    assert.equal(hand.chat.entry(hand.chat.open(new Ear()), cursor.seq + 1), undefined);
  });
});

describe('a session that resumes', () => {
  test('does not get messages from before its user joined, or joined again', async () => {
    const hand = await openHandChat();
    const cursor = hand.chat.cursor();
    await hand.register('carol');
    const bob = await hand.come('bob', '#a');
    hand.say(bob.seat, 'before', '#a');
    await hand.bus.deliver();
    const carol = await hand.come('carol', '#a');
    hand.say(bob.seat, 'first stay', '#a');
    hand.ask(carol.seat, 'leave', { kind: 'left' }, '#a');
    hand.say(bob.seat, 'between', '#a');
    hand.ask(carol.seat, 'join', { kind: 'joined' }, '#a');
    hand.say(bob.seat, 'second stay', '#a');
    hand.chat.close(carol.seat);
    await hand.bus.deliver();
    const ear = new Ear();
    const seat = hand.chat.open(ear);
    ear.onAnswer = () => {
      assert.equal(hand.chat.follow(seat, cursor), undefined);
    };
    hand.ask(seat, 'come', { kind: 'came', as: { account: 3, version: 1 } });
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'come=13|10 (you) carol joined|11 bob: second stay|');
  });

  test('gets private messages from while it was away, no faster than its outbox allows', async () => {
    const hand = await openHandChat();
    await hand.register('carol');
    const cursor = hand.chat.cursor();
    const bob = await hand.come('bob', '#a');
    for (let said = 0; said < 60; said++) {
      hand.say(bob.seat, 'x'.repeat(16_000), 'carol');
      await hand.bus.deliver();
    }
    const ear = new Ear();
    const seat = hand.chat.open(ear);
    const portions: number[] = [];
    ear.send = (frames) => void portions.push(frames.reduce((sum, { length }) => sum + length, 0));
    ear.onAnswer = () => void hand.chat.follow(seat, cursor);
    hand.ask(seat, 'come', { kind: 'came', as: { account: 3, version: 1 } });
    await hand.bus.deliver();
    while (portions.reduce((sum, each) => sum + each, 0) < 60 * 16_000) await new Promise(setImmediate);
    assert.ok(Math.max(...portions) < 80 * 1024, `${Math.max(...portions)} bytes at once`);
  });
});

describe('reading on', () => {
  test('the first messages after a place', async () => {
    const hand = await openHandChat();
    const { seat } = await hand.come('bob', '#a');
    for (const words of ['one', 'two', 'three']) hand.say(seat, words, '#a');
    await hand.bus.deliver();
    const page = hand.chat.history(seat, { room: '#a', limit: 2, after: 3 });
    assert.ok(typeof page !== 'string');
    assert.deepEqual(
      page.map(({ seq }) => seq),
      [4, 5],
    );
  });

  test('the readable part of a channel, and private messages, in one order', async () => {
    const hand = await openHandChat();
    await hand.register('alice');
    const bob = await hand.come('bob', '#a');
    hand.say(bob.seat, 'before she came', '#a');
    await hand.bus.deliver();
    const alice = await hand.come('alice', '#a');
    hand.say(bob.seat, 'in a', '#a');
    hand.say(alice.seat, 'to bob', 'bob');
    hand.ask(alice.seat, 'join', { kind: 'joined' }, '#b');
    hand.say(alice.seat, 'in b', '#b');
    hand.say(bob.seat, 'to alice', 'alice');
    await hand.bus.deliver();
    const seqs = (limit: number): readonly number[] => hand.chat.latest(alice.seat, '#a', limit).map(({ seq }) => seq);
    assert.deepEqual(seqs(10), [7, 8, 11]);
    assert.deepEqual(seqs(2), [8, 11]);
  });

  test('waiting messages of an account, without its own', async () => {
    const hand = await openHandChat();
    await hand.register('alice');
    const bob = await hand.come('bob');
    const asking = new Ear();
    asking.takesMail = false;
    const alice = await hand.come('alice', undefined, asking);
    hand.say(bob.seat, 'one', 'alice');
    hand.say(alice.seat, 'to bob', 'bob');
    hand.say(bob.seat, 'two', 'alice');
    hand.say(bob.seat, 'three', 'alice');
    await hand.bus.deliver();
    const texts = (limit: number): readonly number[] => hand.chat.waiting(alice.seat, limit).map(({ seq }) => seq);
    assert.deepEqual(texts(2), [6, 8]);
    hand.ask(alice.seat, 'took', { kind: 'delivered', upto: 6 });
    await hand.bus.deliver();
    assert.deepEqual(texts(10), [8, 9]);
    assert.deepEqual(hand.chat.waiting(bob.seat, 10), []);
  });

  test('present users', async () => {
    const hand = await openHandChat();
    for (const name of ['alice', 'bob', 'carol']) await hand.come(name);
    assert.deepEqual(
      hand.chat.online(10).map(({ name }) => name),
      ['alice', 'bob', 'carol'],
    );
    assert.equal(hand.chat.online(2).length, 2);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked, Entry, Seq } from '#chat/event.ts';

import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';

interface Scene {
  readonly hand: HandChat;
  readonly bob: Seat<string>;
  /** Alice's session with read markers. */
  readonly page: Seat<string>;
  say(...words: readonly string[]): Promise<void>;
  ask(seat: Seat<string>, event: Asked, room?: string): Promise<void>;
  /** What sessions have heard gets into the order. */
  report(): Promise<void>;
  unread(seat?: Seat<string>): number;
}

/** Alice is away, and bob says `one` and `two` in #a, which she may read: entries 8 and 9. */
async function missed(): Promise<Scene> {
  const hand = await openHandChat();
  await hand.register('alice');
  const { seat: bob } = await hand.come('bob', '#a');
  const ear = new Ear();
  ear.reads = true;
  const { seat: page } = await hand.come('alice', '#a', ear);
  const scene: Scene = {
    hand,
    bob,
    page,
    async say(...words) {
      for (const each of words) hand.say(bob, each, '#a');
      await hand.bus.deliver();
    },
    async ask(seat, event, room) {
      hand.ask(seat, event.kind, event, room);
      await hand.bus.deliver();
    },
    async report() {
      hand.clock.ring();
      await hand.bus.deliver();
    },
    unread(seat = page) {
      const found = hand.chat.unreadOf(seat, '#a');
      return typeof found === 'string' ? -1 : found.unread;
    },
  };
  await scene.say('one', 'two');
  return scene;
}

function entryOf({ hand, page }: Scene, words: string): Entry {
  const window = hand.chat.window(page, '#a', { limit: 50 });
  const found = typeof window === 'string' ? undefined : window.messages.find(({ text }) => text === words);
  assert.ok(found);
  return found.entry;
}

const seqOf = (scene: Scene, words: string): Seq => entryOf(scene, words).seq;

describe('a session without read markers that comes after messages', () => {
  test('leaves them unread, and what it hears, for itself and for all', async () => {
    const scene = await missed();
    const nick = await scene.hand.come('alice');
    await scene.say('three');
    await scene.report();
    assert.deepEqual([scene.unread(), scene.unread(nick.seat)], [3, 3]);
    assert.equal(scene.hand.clock.due.length, 0);
    scene.hand.chat.close(nick.seat);
    await scene.hand.bus.deliver();
    assert.equal(scene.unread(), 3);
  });

  test('has read all once another session has read what it missed, though nothing more is said', async () => {
    const scene = await missed();
    await scene.hand.come('alice');
    await scene.say('three');
    await scene.report();
    await scene.ask(scene.page, { kind: 'read', upto: seqOf(scene, 'two') }, '#a');
    assert.equal(scene.unread(), 1);
    await scene.report();
    assert.equal(scene.unread(), 0);
    // Nothing goes on asking.
    for (let nth = 0; nth < 3; nth++) await scene.report();
    assert.equal(scene.hand.clock.due.length, 0);
  });

  test('has read all once what it missed was removed', async () => {
    const scene = await missed();
    await scene.hand.come('alice');
    await scene.say('three');
    await scene.report();
    for (const words of ['one', 'two']) {
      await scene.ask(scene.bob, { kind: 'redacted', target: seqOf(scene, words) });
    }
    assert.equal(scene.unread(), 1);
    await scene.report();
    assert.equal(scene.unread(), 0);
  });

  test('has read what an ignored user said before, too', async () => {
    const scene = await missed();
    const carol = await scene.hand.come('carol', '#a');
    await scene.hand.come('alice');
    await scene.ask(scene.page, { kind: 'ignored', name: 'bob', on: true });
    scene.hand.say(carol.seat, 'hello', '#a');
    await scene.hand.bus.deliver();
    assert.equal(scene.unread(), 1);
    await scene.report();
    assert.equal(scene.unread(), 0);
  });

  test('reads nothing while the room is marked as unread, also by what it reported before that', async () => {
    const scene = await missed();
    await scene.ask(scene.page, { kind: 'read', upto: seqOf(scene, 'two') }, '#a');
    await scene.hand.come('alice');
    await scene.say('three');
    scene.hand.ask(scene.page, 'back', { kind: 'read', upto: seqOf(scene, 'one'), back: true }, '#a');
    await scene.report();
    assert.equal(scene.unread(), 2);
    await scene.say('four');
    await scene.report();
    assert.equal(scene.unread(), 3);
  });

  test('reads what it is shown of a room that it does not hear, from the oldest unread message on', async () => {
    const scene = await missed();
    const ear = new Ear();
    ear.eager = false;
    const direct = await scene.hand.come('alice', undefined, ear);
    const [one, two] = [seqOf(scene, 'one'), seqOf(scene, 'two')];
    const { room } = entryOf(scene, 'one');
    assert.ok(room);
    scene.hand.chat.shown(direct.seat, room, { after: one, before: two + 1 });
    await scene.hand.bus.deliver();
    assert.equal(scene.unread(), 2);
    scene.hand.chat.shown(direct.seat, room, { after: one - 1, before: two });
    await scene.hand.bus.deliver();
    assert.equal(scene.unread(), 1);
  });
});

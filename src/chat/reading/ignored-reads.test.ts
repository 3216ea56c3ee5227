import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked, Seq } from '#chat/event.ts';
import type { HandChat } from '#chat/hub/hand-bus.suite.ts';
import { openIgnoring } from '#chat/hub/personal/ignoring.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Store } from '#chat/ports.ts';
import type { MessageWindow, WindowAsked } from './message-window.ts';

const message = (text: string, replyTo?: number): Asked => ({ kind: 'message', text, replyTo });

async function opened(
  change?: (store: Store) => Store,
): Promise<{ hand: HandChat; alice: Seat<string>; bob: Seat<string>; carol: Seat<string> }> {
  const { hand, alice, bob, carol } = await openIgnoring(['alice'], undefined, change);
  return { hand, alice: alice.seat, bob: bob.seat, carol: carol.seat };
}

function windowOf(hand: HandChat, reader: Seat<string>, asked: WindowAsked): MessageWindow {
  const found = hand.chat.window(reader, '#a', asked);
  assert.ok(typeof found !== 'string', String(found));
  return found;
}

const texts = ({ messages }: MessageWindow): readonly string[] => messages.map(({ text }) => text);

describe('a window without what the asker ignores', () => {
  test('is as full as one of others, on both sides of a place', async () => {
    const { hand, alice, bob, carol } = await opened();
    for (const nth of [1, 2, 3, 4]) {
      hand.say(carol, `carol ${nth}`, '#a');
      for (let time = 0; time < 3; time++) hand.say(bob, `bob ${nth}`, '#a');
    }
    await hand.bus.deliver();
    const last = windowOf(hand, alice, { limit: 2, withoutIgnored: true });
    assert.deepEqual([texts(last), last.earlier], [['carol 3', 'carol 4'], true]);
    const before = windowOf(hand, alice, { limit: 2, before: last.after + 1, withoutIgnored: true });
    assert.deepEqual([texts(before), before.earlier], [['carol 1', 'carol 2'], false]);
    const behind = windowOf(hand, alice, { limit: 9, after: before.before - 1, withoutIgnored: true });
    assert.deepEqual([texts(behind), behind.later], [['carol 3', 'carol 4'], false]);
    assert.equal(texts(windowOf(hand, alice, { limit: 9 })).length, 9, 'it may be asked for with them');
    assert.equal(texts(windowOf(hand, carol, { limit: 9, withoutIgnored: true })).length, 9, 'Carol ignores nobody');
  });

  test('reads no reactions to what it leaves out', async () => {
    const read: Seq[] = [];
    const { hand, alice, bob, carol } = await opened((store) => ({
      ...store,
      reactions: (target) => {
        read.push(target);
        return store.reactions(target);
      },
    }));
    hand.say(carol, 'hello', '#a');
    await hand.bus.deliver();
    const { seq } = hand.chat.cursor();
    hand.say(bob, 'hello', '#a');
    await hand.bus.deliver();
    read.length = 0;
    windowOf(hand, alice, { limit: 9, withoutIgnored: true });
    assert.deepEqual(read, [seq]);
  });

  test('quotes nothing of what is answered', async () => {
    const { hand, alice, bob, carol } = await opened();
    hand.say(bob, 'secret of bob', '#a');
    await hand.bus.deliver();
    const { seq } = hand.chat.cursor();
    hand.ask(carol, 'x', message('so?', seq), '#a');
    await hand.bus.deliver();
    const [answer] = windowOf(hand, alice, { limit: 1, withoutIgnored: true }).messages;
    assert.deepEqual(answer?.replyTo, { seq, from: { id: bob.user, name: 'bob', account: false } });
    const [seen] = windowOf(hand, carol, { limit: 1, withoutIgnored: true }).messages;
    assert.equal(seen?.replyTo?.text, 'secret of bob');
  });
});

test('an entry is seen without what an ignored user says, and without what is quoted of it', async () => {
  const { hand, alice, bob, carol } = await opened();
  hand.say(bob, 'hello', '#a');
  await hand.bus.deliver();
  const { seq } = hand.chat.cursor();
  hand.ask(carol, 'x', { kind: 'reacted', target: seq, emoji: '👍', on: true });
  hand.ask(bob, 'x', { kind: 'left', reason: 'bye' }, '#a');
  await hand.bus.deliver();
  const seen = (reader: Seat<string>): readonly unknown[] => {
    const entries = hand.chat.history(reader, { room: '#a', limit: 9, after: seq - 1 });
    assert.ok(typeof entries !== 'string');
    return entries.map((entry) => hand.chat.asSeen(reader, entry)?.event);
  };
  const of = { id: bob.user, name: 'bob' };
  const reacted = { kind: 'reacted', target: seq, emoji: '👍', on: true, of } as const;
  assert.deepEqual(seen(alice), [undefined, reacted, { kind: 'left' }]);
  assert.deepEqual(seen(carol).slice(1), [reacted, { kind: 'left', reason: 'bye' }]);
});

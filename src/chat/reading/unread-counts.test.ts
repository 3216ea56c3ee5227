import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Seat } from '#chat/hub/seat.ts';
import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { betweenReports, reportedAtOnce } from '#chat/hub/personal/heard-reports.ts';

interface Person {
  readonly ear: Ear;
  readonly seat: Seat<string>;
}

/** A session with read markers. */
async function page(hand: HandChat, name: string, room?: string): Promise<Person> {
  const ear = new Ear((happening) =>
    'seq' in happening
      ? undefined
      : new TextEncoder().encode(`${happening.kind} ${JSON.stringify({ ...happening, kind: undefined })}|`),
  );
  ear.reads = true;
  return hand.come(name, room, ear);
}

/** Alice and Carol have accounts; Bob is a guest in #a. */
async function opened(): Promise<{ hand: HandChat; bob: Person }> {
  const hand = await openHandChat();
  await hand.register('alice');
  await hand.register('carol');
  return { hand, bob: await hand.come('bob', '#a') };
}

async function say(hand: HandChat, { seat }: Person, room: string, ...words: readonly string[]): Promise<void> {
  for (const each of words) hand.say(seat, each, room);
  await hand.bus.deliver();
}

async function ask(
  hand: HandChat,
  { seat }: Person,
  event: Parameters<HandChat['ask']>[2],
  room?: string,
): Promise<void> {
  hand.ask(seat, event.kind, event, room);
  await hand.bus.deliver();
}

/** `#a 2 r7 l9`: two unread, read up to 7, the last one is 9. */
const counts = (hand: HandChat, { seat }: Person): string =>
  hand.chat
    .unread(seat)
    .map(({ room, unread, read, last }) => `${room.name} ${unread} r${read} l${last}`)
    .join(', ');

describe('unread messages', () => {
  test('are those of others after the cursor; own ones move it without a draft', async () => {
    const { hand, bob } = await opened();
    const alice = await page(hand, 'alice', '#a');
    assert.equal(counts(hand, alice), '#a 0 r6 lundefined');
    await say(hand, bob, '#a', 'one', 'two');
    assert.equal(counts(hand, alice), '#a 2 r6 l8');
    await ask(hand, alice, { kind: 'read', upto: 7 }, '#a');
    assert.equal(counts(hand, alice), '#a 1 r7 l8');
    await say(hand, alice, '#a', 'hello');
    assert.equal(counts(hand, alice), '#a 0 r10 l10');
    assert.deepEqual(hand.chat.unreadOf(alice.seat, '#A'), {
      room: { id: 5, name: '#a' },
      unread: 0,
      mentions: 0,
      read: 10,
      last: 10,
      level: 'all',
    });
    await ask(hand, bob, { kind: 'topic', text: 'tea' }, '#a');
    await ask(hand, alice, { kind: 'read', upto: 3 }, '#a');
    assert.equal(counts(hand, alice), '#a 0 r10 l10');
    assert.equal(hand.bus.published.length, 0);
  });

  test('are exact to 99', async () => {
    const { hand, bob } = await opened();
    const alice = await page(hand, 'alice', '#a');
    const words = Array.from({ length: 99 }, (_, nth) => `${nth}`);
    for (let from = 0; from < 99; from += 33) await say(hand, bob, '#a', ...words.slice(from, from + 33));
    assert.equal(counts(hand, alice), '#a 99 r6 l105');
    await say(hand, bob, '#a', 'one more');
    await say(hand, bob, '#a', 'and one more');
    assert.equal(counts(hand, alice), '#a 100 r6 l107');
  });

  test('of direct rooms come with the other one, the last one to speak first', async () => {
    const { hand, bob } = await opened();
    const [alice, carol] = [await page(hand, 'alice'), await page(hand, 'carol')];
    await say(hand, bob, 'alice', 'hello', 'alice?');
    await say(hand, carol, 'alice', 'psst');
    assert.equal(counts(hand, alice), 'carol 1 r9 l10, bob 2 r7 l9');
    await ask(hand, alice, { kind: 'read', upto: 9 }, 'bob');
    assert.equal(counts(hand, alice), 'carol 1 r9 l10, bob 0 r9 l9');
    // A guest has no inbox, and hears what is said to it.
    assert.equal(counts(hand, bob), '#a 0 r5 lundefined, alice 0 r9 l9');
    await say(hand, alice, 'bob', 'yes');
    assert.equal(counts(hand, bob), '#a 0 r5 lundefined, alice 0 r12 l12');
    assert.equal(hand.chat.unreadOf(alice.seat, 'nobody'), 'no-user');
    assert.equal(hand.chat.unreadOf(bob.seat, 'carol'), 'no-room');
  });

  test('after leaving nothing is unread; after joining again only newer messages', async () => {
    const { hand, bob } = await opened();
    const alice = await page(hand, 'alice', '#a');
    await say(hand, bob, '#a', 'one');
    await ask(hand, alice, { kind: 'left' }, '#a');
    await say(hand, bob, '#a', 'two');
    assert.equal(counts(hand, alice), '');
    assert.equal(hand.chat.unreadOf(alice.seat, '#a'), 'not-member');
    assert.equal(hand.chat.unreadOf(alice.seat, '#none'), 'no-room');
    await ask(hand, alice, { kind: 'joined' }, '#a');
    assert.equal(counts(hand, alice), '#a 0 r10 l9');
    await say(hand, bob, '#a', 'three');
    assert.equal(counts(hand, alice), '#a 1 r10 l11');
  });

  test('a room can be marked as unread, back beyond what one has said, and is read again', async () => {
    const { hand, bob } = await opened();
    const alice = await page(hand, 'alice', '#a');
    await say(hand, bob, '#a', 'one', 'two');
    await say(hand, alice, '#a', 'hello');
    await say(hand, bob, '#a', 'three');
    await ask(hand, alice, { kind: 'read', upto: 10 }, '#a');
    await ask(hand, alice, { kind: 'read', upto: 7, back: true }, '#a');
    assert.equal(counts(hand, alice), '#a 2 r7 l10');
    // Both in one batch.
    hand.ask(alice.seat, 'read', { kind: 'read', upto: 10 }, '#a');
    await ask(hand, alice, { kind: 'read', upto: 7, back: true }, '#a');
    assert.equal(counts(hand, alice), '#a 2 r7 l10');
    await ask(hand, alice, { kind: 'read', upto: 8 }, '#a');
    assert.equal(counts(hand, alice), '#a 1 r8 l10');
    await say(hand, alice, '#a', 'again');
    assert.equal(counts(hand, alice), '#a 0 r16 l16');
  });
});

describe('named regressions of other servers', () => {
  test('an edit changes no count, and alerts nobody again; a removal takes its message and its mentions away', async () => {
    const { hand, bob } = await opened();
    const alice = await page(hand, 'alice', '#a');
    const both = (): readonly unknown[] =>
      hand.chat.unread(alice.seat).map((each) => [each.unread, each.mentions, each.last]);
    await say(hand, bob, '#a', 'one @alice', 'two', 'three @alice');
    assert.deepEqual(both(), [[3, 2, 9]]);
    await ask(hand, bob, { kind: 'edited', target: 8, text: 'two @alice' });
    await ask(hand, bob, { kind: 'edited', target: 7, text: 'one' });
    assert.deepEqual(both(), [[3, 2, 9]]);
    await ask(hand, bob, { kind: 'redacted', target: 9 });
    assert.deepEqual(both(), [[2, 1, 8]]);
    await ask(hand, bob, { kind: 'reacted', target: 7, emoji: '+1', on: true });
    assert.deepEqual(both(), [[2, 1, 8]]);
    await ask(hand, bob, { kind: 'redacted', target: 7 });
    assert.deepEqual(both(), [[1, 0, 8]]);
    await ask(hand, alice, { kind: 'read', upto: 8 }, '#a');
    await ask(hand, bob, { kind: 'redacted', target: 8 });
    assert.deepEqual(both(), [[0, 0, undefined]]);
  });

  test('the removal of an own message makes nothing unread that was read by saying it', async () => {
    const { hand, bob } = await opened();
    const alice = await page(hand, 'alice', '#a');
    await say(hand, bob, '#a', 'one');
    await say(hand, alice, '#a', 'two');
    await say(hand, bob, '#a', 'three');
    await ask(hand, alice, { kind: 'redacted', target: 8 });
    assert.equal(counts(hand, alice), '#a 1 r8 l9');
  });

  test('a storm of mentions is one row for each message, and counted to 99', async () => {
    const { hand, bob } = await opened();
    const [alice, carol] = [await page(hand, 'alice', '#a'), await page(hand, 'carol', '#a')];
    await ask(hand, bob, { kind: 'joined' }, '#own');
    await ask(hand, alice, { kind: 'joined' }, '#own');
    const storm = Array.from({ length: 60 }, () => '@alice @ALICE @all @alice');
    await say(hand, bob, '#own', ...storm);
    const mentions = (seat: Seat): readonly number[] => hand.chat.unread(seat).map((each) => each.mentions);
    assert.deepEqual(mentions(alice.seat), [0, 60]);
    await say(hand, bob, '#own', ...storm);
    assert.deepEqual(mentions(alice.seat), [0, 100]);
    assert.deepEqual(mentions(carol.seat), [0]);
    await say(hand, alice, '#own', 'stop');
    assert.deepEqual(mentions(alice.seat), [0, 0]);
  });

  test('devices agree: what one has read is read on all, also on one that comes later', async () => {
    const { hand, bob } = await opened();
    const [one, other] = [await page(hand, 'alice', '#a'), await page(hand, 'alice')];
    await say(hand, bob, '#a', 'one', 'two', 'three');
    await ask(hand, one, { kind: 'read', upto: 9 }, '#a');
    await ask(hand, other, { kind: 'read', upto: 8 }, '#a');
    const later = await page(hand, 'alice');
    for (const each of [one, other, later]) assert.equal(counts(hand, each), '#a 1 r9 l10');
  });
});

describe('reading', () => {
  test("is told to the user's other sessions that show it, and to nobody else", async () => {
    const { hand, bob } = await opened();
    const [one, other] = [await page(hand, 'alice', '#a'), await page(hand, 'alice')];
    const nick = await hand.come('alice', '#a');
    await say(hand, bob, '#a', 'one');
    for (const { ear } of [one, other, nick, bob]) ear.hear();
    await ask(hand, one, { kind: 'read', upto: 9 }, '#a');
    assert.equal(one.ear.hear(), 'read=applied|');
    assert.equal(other.ear.hear(), 'read {"room":{"id":5,"name":"#a"},"upto":9}|');
    await ask(hand, one, { kind: 'read', upto: 5, back: true }, '#a');
    assert.equal(other.ear.hear(), 'read {"room":{"id":5,"name":"#a"},"upto":5,"back":true}|');
    assert.equal(nick.ear.hear() + bob.ear.hear(), '');
    assert.equal(counts(hand, one), counts(hand, other));
  });

  test('is hearing where there are no read markers: one draft for all channels in some seconds', async () => {
    const { hand, bob } = await opened();
    const alice = await page(hand, 'alice');
    const nick = await hand.come('alice', '#a');
    await ask(hand, bob, { kind: 'joined' }, '#b');
    await ask(hand, nick, { kind: 'joined' }, '#b');
    await say(hand, bob, '#a', 'one', 'two');
    await say(hand, bob, '#b', 'three');
    // What it has heard is read for itself at once.
    assert.equal(counts(hand, nick), '#a 0 r11 l11, #b 0 r12 l12');
    assert.equal(counts(hand, alice), '#a 2 r7 l11, #b 1 r9 l12');
    alice.ear.hear();
    hand.clock.ring();
    assert.deepEqual(
      hand.bus.published.map(({ event }) => event),
      [{ kind: 'heard', rooms: [5, 8].map((room) => ({ room, since: 7 })), upto: 12 }],
    );
    await hand.bus.deliver();
    assert.equal(counts(hand, alice), '#a 0 r12 l11, #b 0 r12 l12');
    assert.match(alice.ear.hear(), /^read .*"#a".*\|read .*"#b".*\|$/);
    hand.clock.ring();
    assert.deepEqual(hand.bus.published, []);
    assert.equal(hand.clock.due.length, 0);
  });

  test('the departure reports the last received message, as far as the peer has taken it', async () => {
    const { hand, bob } = await opened();
    const alice = await page(hand, 'alice');
    const [nick, slow] = [await hand.come('alice', '#a'), await hand.come('carol', '#a')];
    await say(hand, bob, '#a', 'one');
    slow.ear.outbox.delivered = false;
    hand.chat.close(nick.seat);
    hand.chat.close(slow.seat);
    assert.deepEqual(
      hand.bus.published.map(({ event }) => event),
      [{ kind: 'went', heard: { rooms: [{ room: 5, since: 7 }], upto: 9 } }, { kind: 'went' }],
    );
    await hand.bus.deliver();
    assert.equal(counts(hand, alice), '#a 0 r9 l9');
    assert.equal(hand.clock.due.length, 0);
  });

  test('private messages are read when they are delivered to a session without read markers', async () => {
    const { hand, bob } = await opened();
    const alice = await page(hand, 'alice');
    await say(hand, bob, 'alice', 'one');
    hand.clock.ring();
    await hand.bus.deliver();
    assert.equal(counts(hand, alice), 'bob 1 r6 l7');
    await ask(hand, alice, { kind: 'read', upto: 7 }, 'bob');
    const nick = await hand.come('alice');
    await say(hand, bob, 'alice', 'two');
    alice.ear.hear();
    assert.equal(counts(hand, nick), 'bob 0 r11 l11');
    hand.clock.ring();
    await hand.bus.deliver();
    assert.equal(counts(hand, alice), 'bob 0 r11 l11');
    assert.match(alice.ear.hear(), /^read {"room":{"id":7,"name":"bob"},"upto":11}\|$/);
  });

  test('guests cost no draft, and a full channel a bounded number at a time', async () => {
    const { hand, bob } = await opened();
    for (let nth = 0; nth < reportedAtOnce + 10; nth++) {
      await hand.register(`user${nth}`);
      await hand.come(`user${nth}`, '#a');
      await hand.come(`guest${nth}`, '#a');
    }
    await say(hand, bob, '#a', 'to all');
    assert.equal(hand.bus.published.length, 0);
    hand.clock.ring();
    assert.equal(hand.bus.published.length, reportedAtOnce);
    await hand.bus.deliver();
    assert.ok(betweenReports > 0);
    hand.clock.ring();
    assert.equal(hand.bus.published.length, 10);
  });
});

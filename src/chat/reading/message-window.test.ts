import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked } from '#chat/event.ts';
import { Ear, type HandChat, openHandChat, renderPlainly } from '#chat/hub/hand-bus.suite.ts';
import type { MessageNow, MessageWindow, WindowAsked } from './message-window.ts';
import type { Seat } from '#chat/hub/seat.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Asks as one batch; gives the seq of the first. */
async function done(hand: HandChat, seat: Seat<string>, room: string | undefined, ...asked: Asked[]): Promise<number> {
  const first = hand.chat.cursor().seq + 1;
  for (const each of asked) hand.ask(seat, each.kind, each, room);
  await hand.bus.deliver();
  return first;
}

const message = (text: string, replyTo?: number): Asked => ({ kind: 'message', text, replyTo });

describe('a message as it is now', () => {
  test('has its text, what it answers, and its reactions', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    const first = await done(hand, alice.seat, '#a', message(`${'long '.repeat(15)}long😀`));
    const seq = await done(hand, bob.seat, '#a', message('helo', first));
    await done(hand, bob.seat, undefined, { kind: 'edited', target: seq, text: 'hello' });
    await done(hand, alice.seat, undefined, { kind: 'reacted', target: seq, emoji: '👍', on: true });
    const now = hand.chat.message(alice.seat, seq) ?? assert.fail();
    assert.deepEqual([now.text, now.edited, now.redacted], ['hello', true, false]);
    assert.equal(now.replyTo?.from?.name, 'alice');
    assert.equal(now.replyTo?.text, `${'long '.repeat(15)}long`);
    assert.deepEqual(now.reactions, [{ emoji: '👍', count: 1, users: ['alice'], mine: true }]);
    assert.equal(hand.chat.message(bob.seat, seq)?.reactions[0]?.mine, false);
    await done(hand, alice.seat, undefined, { kind: 'redacted', target: first });
    assert.deepEqual(hand.chat.message(bob.seat, seq)?.replyTo, { ...now.replyTo, text: '', redacted: true });
    assert.equal(hand.chat.message(bob.seat, first)?.redacted, true);
  });

  test('is undefined where it may not be read, where there is none, and where it is no message', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const seq = await done(hand, alice.seat, '#a', message('before bob'));
    const bob = await hand.come('bob', '#a');
    for (const asked of [seq, 99, bob.seat.user, 0, -1, 0.5, Number.NaN]) {
      assert.equal(hand.chat.message(bob.seat, asked), undefined, `${asked}`);
    }
    assert.equal(hand.chat.message(hand.chat.open(new Ear()), seq), undefined);
  });

  test('hides the answered message from users who may not read it', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const first = await done(hand, alice.seat, '#a', message('before bob'));
    const bob = await hand.come('bob', '#a');
    const seq = await done(hand, alice.seat, '#a', message('as I said', first));
    assert.deepEqual(hand.chat.message(bob.seat, seq)?.replyTo, { seq: first });
    assert.equal(hand.chat.message(alice.seat, seq)?.replyTo?.text, 'before bob');
  });

  test('is as it was shown last, while a batch is not durable', async () => {
    const disk = Promise.withResolvers<void>();
    let slow = false;
    const hand = await openHandChat((store) => ({ ...store, durable: () => (slow ? disk.promise : undefined) }));
    const alice = await hand.come('alice', '#a');
    const seq = await done(hand, alice.seat, '#a', message('one'));
    const states = (): unknown => {
      const now = hand.chat.message(alice.seat, seq) ?? assert.fail();
      const [reaction] = now.reactions;
      const entry = hand.chat.history(alice.seat, { room: '#a', limit: 9 }).at(-1);
      return [now.text, reaction?.count, typeof entry === 'object' && 'text' in entry.event && entry.event.text];
    };
    await done(hand, alice.seat, undefined, { kind: 'reacted', target: seq, emoji: '+1', on: true });
    slow = true;
    const batch = done(
      hand,
      alice.seat,
      undefined,
      { kind: 'edited', target: seq, text: 'two' },
      { kind: 'reacted', target: seq, emoji: '+1', on: false },
      { kind: 'edited', target: seq, text: 'three' },
    );
    assert.deepEqual(hand.chat.message(alice.seat, seq)?.text, 'one');
    assert.deepEqual(hand.chat.message(alice.seat, seq)?.reactions[0]?.count, 1);
    disk.resolve();
    await batch;
    assert.equal(hand.chat.message(alice.seat, seq)?.text, 'three');
    assert.deepEqual(hand.chat.message(alice.seat, seq)?.reactions, []);
    assert.deepEqual(states(), ['three', undefined, 'three']);
  });
});

/** What a link holds for its peer: an answer that has more ends it. */
const outbox = 1024 * 1024;

describe('a window', () => {
  test('fits into the outbox of a link, whatever is said, and goes on where it ends', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    const texts = ['\u0001'.repeat(16_384), '漢'.repeat(5461), '"'.repeat(16_384), 'x'.repeat(16_384)];
    for (const text of texts) {
      const seq = await done(hand, alice.seat, '#a', ...Array.from({ length: 60 }, () => message(text)));
      for (const asked of [{ around: seq + 30 }, { before: seq + 60 }, { after: seq - 1 }, {}]) {
        const found = hand.chat.window(bob.seat, '#a', { ...asked, limit: 200 });
        assert.ok(typeof found !== 'string');
        assert.ok(Buffer.byteLength(JSON.stringify(found.messages.map(({ entry }) => entry))) < outbox);
        assert.ok(
          found.messages.length > 2 && (found.earlier || found.later),
          JSON.stringify([asked, found.messages.length, text.length, found.earlier, found.later]),
        );
      }
    }
  });

  /** Ten messages with a reaction behind each; bob joined behind the second. */
  async function talk(): Promise<{
    show: (asked: WindowAsked, of?: Seat<string>) => string;
    seqs: number[];
    hand: HandChat;
    bob: Seat<string>;
  }> {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const seqs: number[] = [];
    let bob: Seat<string> | undefined;
    for (let nth = 0; nth < 10; nth++) {
      if (nth === 2) bob = (await hand.come('bob', '#a')).seat;
      const target = await done(hand, alice.seat, '#a', message(`${nth}`));
      seqs.push(target);
      await done(hand, alice.seat, undefined, { kind: 'reacted', target, emoji: '+1', on: true });
    }
    const show = (asked: WindowAsked, of = alice.seat): string => {
      const found = hand.chat.window(of, '#a', asked);
      return typeof found === 'string' ? found : wordsOf(found);
    };
    return { show, seqs, hand, bob: bob ?? assert.fail() };
  }

  const wordsOf = ({ messages, earlier, later }: MessageWindow): string =>
    `${earlier ? '…' : '|'}${messages.map(({ text }: MessageNow) => text).join('')}${later ? '…' : '|'}`;

  test('is what is before, behind or around a place, and says whether there is more', async () => {
    const { show, seqs } = await talk();
    const at = (nth: number): number => seqs[nth] ?? assert.fail();
    assert.equal(show({ limit: 4 }), '…6789|');
    assert.equal(show({ limit: 99 }), '|0123456789|');
    assert.equal(show({ before: at(6), limit: 3 }), '…345…');
    assert.equal(show({ before: at(3), limit: 3 }), '|012…');
    assert.equal(show({ after: at(6), limit: 2 }), '…78…');
    assert.equal(show({ after: at(6), limit: 3 }), '…789|');
    assert.equal(show({ after: at(9), limit: 3 }), '…|');
    assert.equal(show({ before: at(0), limit: 3 }), '|…');
    assert.equal(show({ around: at(5), limit: 5 }), '…34567…');
    assert.equal(show({ around: at(9), limit: 5 }), '…56789|');
    assert.equal(show({ around: at(0), limit: 5 }), '|01234…');
    assert.equal(show({ around: at(5) + 1, limit: 4 }), '…4567…');
  });

  test('ends where the reading does, for who joined later or is nobody', async () => {
    const { show, seqs, hand, bob } = await talk();
    assert.equal(show({ limit: 99 }, bob), '|23456789|');
    assert.equal(show({ around: seqs[0] ?? 0, limit: 4 }, bob), '|2345…');
    assert.equal(show({ limit: 9 }, hand.chat.open(new Ear())), 'not-member');
    assert.equal(hand.chat.window(bob, '#b', { limit: 9 }), 'no-room');
  });

  test('continues from its edges, also if many entries are not messages', async () => {
    const { hand, seqs } = await talk();
    const alice = await hand.come('carol', '#a');
    const target = await done(hand, alice.seat, '#a', message('last'));
    for (let nth = 0; nth < 1300; nth++) {
      for (const on of [true, false]) hand.ask(alice.seat, '', { kind: 'reacted', target, emoji: 'x', on });
      if (nth % 10 === 0) await hand.bus.deliver();
    }
    await hand.bus.deliver();
    const first = hand.chat.window(alice.seat, '#a', { limit: 5 });
    assert.ok(typeof first === 'object');
    assert.deepEqual([first.messages.length, first.earlier], [0, true]);
    const next = hand.chat.window(alice.seat, '#a', { before: first.after + 1, limit: 5 });
    assert.ok(typeof next === 'object');
    assert.deepEqual(
      next.messages.map(({ text }) => text),
      ['last'],
    );
    assert.ok((seqs.at(-1) ?? 0) < next.after + 2);
  });

  test('has the events among its messages where they are wanted: walked in both directions, each once, none missing', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    for (let nth = 0; nth < 60; nth++) {
      // Sequences of messages, of events, and of both.
      const isEvent = nth > 40 || (nth % 7) * (nth % 5) < 4;
      await done(hand, alice.seat, '#a', isEvent ? { kind: 'topic', text: `${nth}` } : message(`${nth}`));
      await done(hand, alice.seat, '#a', { kind: 'message', text: 'to react to' });
      const target = hand.chat.cursor().seq;
      await done(hand, alice.seat, undefined, { kind: 'reacted', target, emoji: '+1', on: true });
    }
    const whole = hand.chat.history(alice.seat, { room: '#a', limit: 1000 });
    assert.ok(typeof whole !== 'string');
    const wanted = whole.filter(({ event }) => event.kind !== 'reacted').map(({ seq }) => seq);
    const walk = (limit: number, first: boolean): readonly number[] => {
      const found: number[] = [];
      for (let place: number | undefined = first ? 0 : undefined, goesOn = true; goesOn;) {
        const asked: WindowAsked = first ? { after: place, limit } : { before: place, limit };
        const part = hand.chat.window(alice.seat, '#a', { ...asked, events: true });
        assert.ok(typeof part !== 'string');
        found.push(...part.messages.map(({ entry }) => entry.seq), ...part.events.map(({ seq }) => seq));
        goesOn = first ? part.later : part.earlier;
        place = first ? part.before - 1 : part.after + 1;
      }
      return found.toSorted((one, other) => one - other);
    };
    for (const limit of [1, 2, 7, 200]) {
      assert.deepEqual(walk(limit, true), wanted);
      assert.deepEqual(walk(limit, false), wanted);
    }
    const [middle = 0] = wanted.slice(60);
    const around = hand.chat.window(alice.seat, '#a', { around: middle, limit: 9, events: true });
    assert.ok(typeof around !== 'string');
    const inside = wanted.filter((seq) => around.after < seq && seq < around.before);
    const shown = [...around.messages.map(({ entry }) => entry.seq), ...around.events.map(({ seq }) => seq)];
    assert.deepEqual(
      shown.toSorted((one, other) => one - other),
      inside,
    );
    assert.ok(inside.includes(middle));
  });

  test('counts events like messages, and continues from there', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    for (let nth = 0; nth < 250; nth++) hand.ask(alice.seat, '', { kind: 'topic', text: `${nth}` }, '#a');
    await hand.bus.deliver();
    const last = hand.chat.window(alice.seat, '#a', { limit: 200, events: true });
    assert.ok(typeof last !== 'string');
    assert.deepEqual([last.events.length, last.earlier, last.later], [200, true, false]);
    const before = hand.chat.window(alice.seat, '#a', { before: last.after + 1, limit: 200, events: true });
    assert.ok(typeof before !== 'string');
    assert.deepEqual([before.events.at(-1)?.seq, before.earlier], [last.after, false]);
  });
});

describe('changes of private messages', () => {
  test('an edit of waiting mail shows the new text, and removed mail is not delivered', async () => {
    const hand = await openHandChat();
    await hand.register('carol');
    const bob = await hand.come('bob');
    const first = await done(hand, bob.seat, 'carol', message('helo'), message('rude'), message('kind'));
    await done(
      hand,
      bob.seat,
      undefined,
      { kind: 'edited', target: first, text: 'hello' },
      { kind: 'redacted', target: first + 1 },
    );
    const messagesOnly = new Ear((happening, as) =>
      'seq' in happening && happening.event.kind !== 'message' ? undefined : renderPlainly(happening, as),
    );
    const carol = hand.chat.open(messagesOnly);
    hand.ask(carol, 'come', { kind: 'came', as: { account: 3, version: 1 } });
    await hand.bus.deliver();
    await turn();
    assert.match(messagesOnly.hear(), /^come=\d+\|\d+ \(waited\) bob: hello\|\d+ \(waited\) bob: kind\|$/);
  });

  test('an account that fetches its mail finds it as it is now, and nothing that was removed', async () => {
    const hand = await openHandChat();
    await hand.register('carol');
    const bob = await hand.come('bob');
    const first = await done(hand, bob.seat, 'carol', message('helo'), message('rude'));
    await done(
      hand,
      bob.seat,
      undefined,
      { kind: 'edited', target: first, text: 'hello' },
      { kind: 'redacted', target: first + 1 },
    );
    const ear = new Ear();
    ear.takesMail = false;
    const carol = await hand.come('carol', undefined, ear);
    const waiting = hand.chat.waiting(carol.seat, 9).map(({ event }) => event.kind === 'message' && event.text);
    assert.deepEqual(waiting, ['hello']);
  });

  test('are heard by the sessions of both, and by no others', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    const carol = await hand.come('carol', '#a');
    const target = await done(hand, alice.seat, 'bob', message('helo'));
    await done(hand, alice.seat, undefined, { kind: 'edited', target, text: 'hello' });
    await done(hand, bob.seat, undefined, { kind: 'reacted', target, emoji: '+1', on: true });
    assert.match(bob.ear.hear(), /alice: helo\|\d+ alice edited\|reacted=\d+\|$/);
    assert.match(alice.ear.hear(), /bob reacted\|$/);
    assert.doesNotMatch(carol.ear.hear(), /edited|reacted/);
  });
});

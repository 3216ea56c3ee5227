import type { Frame } from '#text/frames.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, openHandChat, renderPlainly } from './hand-bus.suite.ts';
import { maxWaiting } from './requests/intake.ts';

const words = (text: string): Frame => new TextEncoder().encode(`${text}|`);

describe('an answer to a session', () => {
  test('comes after the answers to all its requests, and at once where there are no requests', async () => {
    const hand = await openHandChat();
    const { ear, seat } = await hand.come('alice', '#a');
    hand.chat.say(seat, () => words('now'));
    assert.equal(ear.hear(), 'now|');
    hand.say(seat, 'one', '#a');
    hand.chat.say(seat, () => words('pong'));
    hand.say(seat, 'two', '#a');
    hand.chat.say(seat, () => undefined);
    assert.equal(ear.hear(), '');
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'one=4|pong|two=5|');
  });

  test('comes after the answer during which it is said', async () => {
    const hand = await openHandChat();
    const ear = new Ear();
    const seat = hand.chat.open(ear);
    ear.onAnswer = (_, ask) => hand.chat.say(seat, () => words(`welcome after ${ask}`));
    hand.ask(seat, 'come', { kind: 'came', as: { guest: 'alice' } });
    hand.ask(seat, 'join', { kind: 'joined' }, '#a');
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'come=3|join=4|welcome after come|welcome after join|');
  });

  test('comes before the end of the session when it is said while the session ends', async () => {
    const hand = await openHandChat();
    const { ear, seat } = await hand.come('alice', '#a');
    ear.onAnswer = () => hand.chat.say(seat, () => words('goodbye'));
    hand.ask(seat, 'leave', { kind: 'left' }, '#a');
    hand.chat.close(seat);
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'leave=4|goodbye|');
    assert.ok(ear.over);
  });

  test('of history contains what was posted before the request', async () => {
    const hand = await openHandChat();
    const { ear, seat } = await hand.come('alice', '#a');
    const count = (): Frame => {
      const entries = hand.chat.history(seat, { room: '#a', limit: 10 });
      return words(typeof entries === 'string' ? entries : `${entries.length} of history`);
    };
    hand.say(seat, 'one', '#a');
    hand.chat.say(seat, count);
    hand.say(seat, 'two', '#a');
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'one=4|1 of history|two=5|');
  });
});

describe('a session that resumes', () => {
  test('gets missed entries, then live ones, and its own only as answers', async () => {
    const hand = await openHandChat();
    await hand.register('carol');
    const first = await hand.come('carol', '#a');
    const bob = await hand.come('bob', '#a');
    const cursor = hand.chat.cursor();
    hand.chat.close(first.seat);
    for (const missed of ['one', 'two']) hand.say(bob.seat, missed, '#a');
    await hand.bus.deliver();
    const ear = new Ear();
    const seat = hand.chat.open(ear);
    ear.onAnswer = (_, ask) => {
      if (ask === 'come') assert.equal(hand.chat.follow(seat, cursor), undefined);
    };
    hand.ask(seat, 'come', { kind: 'came', as: { account: 3, version: 1 } });
    hand.say(seat, 'own', '#a');
    await hand.bus.deliver();
    assert.equal(ear.hear(), 'come=9|7 bob: one|8 bob: two|own=10|');
    hand.say(bob.seat, 'three', '#a');
    await hand.bus.deliver();
    assert.equal(ear.hear(), '11 bob: three|');
  });

  test('is refused a cursor of another order, or beyond the end', async () => {
    const hand = await openHandChat();
    const { ear, seat } = await hand.come('alice', '#a');
    const { epoch, seq } = hand.chat.cursor();
    assert.equal(hand.chat.follow(seat, { epoch: 'other', seq: 1 }), 'cursor-invalid');
    assert.equal(hand.chat.follow(seat, { epoch, seq: seq + 1 }), 'cursor-invalid');
    assert.equal(hand.chat.takes(seat), true);
    assert.equal(ear.hear(), '');
  });
});

describe('a signal', () => {
  test('goes to every session once, logged in or not', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice');
    const stranger = new Ear();
    hand.chat.open(stranger);
    hand.chat.announce(5000);
    assert.equal(alice.ear.hear() + stranger.hear(), 'stopping|stopping|');
  });
});

describe('a session whose code throws', () => {
  test('is closed, and other sessions are not affected', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    const carol = await hand.come('carol', '#a');
    alice.ear.onAnswer = () => {
      throw new Error('a bug');
    };
    bob.ear.send = () => {
      throw new Error('another');
    };
    hand.say(alice.seat, 'hi', '#a');
    alice.ear.hear();
    await hand.bus.deliver();
    assert.equal(carol.ear.hear(), '6 alice: hi|');
    await hand.bus.deliver();
    assert.equal(carol.ear.hear(), '7 alice went|8 bob went|');
    assert.ok(alice.ear.over && bob.ear.over);
    assert.ok(hand.bugs.length >= 2);
  });
});

describe('a session that throws when it is asked or told something', () => {
  const boom = (): never => {
    throw new Error('a bug');
  };

  test('when asked whether it hears a room, hears nothing of it, and others are not affected', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    await hand.register('carol');
    const [first, second] = [await hand.come('carol', '#b'), await hand.come('carol')];
    second.seat.format = { ...second.ear.format, hears: boom };
    hand.ask(first.seat, 'join', { kind: 'joined' }, '#a');
    hand.say(alice.seat, 'hi', '#a');
    await hand.bus.deliver();
    assert.equal(hand.failure, undefined);
    assert.equal(first.ear.hear(), 'join=7|8 alice: hi|');
    assert.equal(second.ear.hear(), '');
    assert.ok(hand.bugs.length > 0);
  });

  test('when told that it is over or may continue, does not keep others from being told', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    alice.ear.closed = boom;
    for (let said = 0; said < maxWaiting; said++) hand.say(bob.seat, 'hi', '#a');
    assert.equal(hand.chat.takes(bob.seat), false);
    bob.ear.resume = boom;
    hand.chat.close(alice.seat);
    await hand.bus.deliver();
    await hand.bus.deliver();
    assert.equal(hand.failure, undefined);
    assert.ok(bob.ear.over);
    assert.equal(hand.bugs.length, 2);
  });
});

describe('a render that throws', () => {
  /** Cannot show what is said in `boom`, nor that the server stops. */
  const failing: typeof renderPlainly = (happening, as) => {
    if (!('seq' in happening)) throw new Error('no signals');
    if (happening.event.kind === 'message' && happening.event.text === 'boom') throw new Error('no boom');
    return renderPlainly(happening, as);
  };

  for (const where of ['#a', 'bob']) {
    test(`ends the sessions it renders for, and no others, said in ${where}`, async () => {
      const hand = await openHandChat();
      const alice = await hand.come('alice', '#a');
      const bob = await hand.come('bob', '#a', new Ear(failing));
      const carol = await hand.come('carol', '#a');
      for (const { ear } of [alice, bob, carol]) ear.hear();
      hand.say(alice.seat, 'boom', where);
      hand.say(carol.seat, 'after', '#a');
      await hand.bus.deliver();
      assert.equal(hand.failure, undefined);
      assert.match(alice.ear.hear(), /^boom=6\|7 carol: after\|$/);
      await hand.bus.deliver();
      assert.ok(bob.ear.over);
      assert.equal(alice.ear.hear(), '8 bob went|');
      assert.ok(!alice.ear.over && !carol.ear.over);
    });
  }

  test('ends only these sessions for a signal, too', async () => {
    const hand = await openHandChat();
    const bob = await hand.come('bob', '#a', new Ear(failing));
    const alice = await hand.come('alice');
    hand.chat.announce(1000);
    assert.equal(alice.ear.hear(), 'stopping|');
    await hand.bus.deliver();
    assert.ok(bob.ear.over);
  });
});

describe('the chat', () => {
  test('ends every session in its turn, and is told when the last is over', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const stranger = new Ear();
    hand.chat.open(stranger);
    hand.say(alice.seat, 'last words', '#a');
    const closed = hand.chat.closeAll();
    assert.ok(stranger.over);
    assert.ok(!alice.ear.over);
    await hand.bus.deliver();
    await closed;
    assert.equal(alice.ear.hear(), 'last words=4|');
    await hand.chat.closeAll();
    assert.equal(hand.chat.sessions, 0);
  });

  test('ends those, too, that are opened when another one ends meanwhile', async () => {
    const hand = await openHandChat();
    const { ear, seat } = await hand.come('alice', '#a');
    const next = new Ear();
    ear.closed = () => void hand.chat.open(next);
    hand.chat.close(seat);
    const closed = hand.chat.closeAll();
    await hand.bus.deliver();
    await closed;
    assert.ok(next.over);
  });

  test('closes a session once, after any number of calls', async () => {
    const hand = await openHandChat();
    const { seat } = await hand.come('alice');
    hand.chat.close(seat);
    hand.chat.close(seat);
    assert.equal(hand.bus.published.length, 1);
  });
});

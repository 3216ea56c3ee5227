import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { rulesVersion } from '#chat/composition/create-chat.ts';
import type { Asked, Draft } from '#chat/event.ts';

import { Ear } from '#chat/hub/hand-bus.suite.ts';
import { ignore, openThree, type Three } from './ignoring.suite.ts';

const opened = (): Promise<Three> => openThree(['alice']);

describe('an ignored user', () => {
  test('is not heard by the one who ignores it, and by everybody else as before', async () => {
    const { hand, alice, bob, carol } = await opened();
    assert.equal(await ignore(hand, alice, 'BOB'), 'ignore=applied|');
    hand.say(carol.seat, 'one', '#a');
    hand.say(bob.seat, 'two', '#a');
    hand.say(carol.seat, 'three', '#a');
    hand.say(bob.seat, 'four', '#a');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), '8 carol: one|10 carol: three|');
    assert.equal(carol.ear.hear(), 'one=8|9 bob: two|three=10|11 bob: four|');
    assert.equal(bob.ear.hear(), '8 carol: one|two=9|10 carol: three|four=11|');
    assert.deepEqual(hand.chat.ignored(alice.seat), [{ id: 5, name: 'bob' }]);
    assert.ok(hand.chat.ignores(alice.seat, 5));
    assert.ok(!hand.chat.ignores(bob.seat, 3));
    await ignore(hand, alice, 'bob', false);
    hand.say(bob.seat, 'five', '#a');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), '13 bob: five|');
    assert.deepEqual(hand.chat.ignored(alice.seat), []);
  });

  test('is ignored from that place in the order on, in the batch itself', async () => {
    const { hand, alice, bob } = await opened();
    hand.say(bob.seat, 'before', '#a');
    hand.ask(alice.seat, 'ignore', { kind: 'ignored', name: 'bob', on: true });
    hand.say(bob.seat, 'between', '#a');
    hand.ask(alice.seat, 'hear', { kind: 'ignored', name: 'bob', on: false });
    hand.say(bob.seat, 'after', '#a');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), 'ignore=applied|7 bob: before|hear=applied|11 bob: after|');
  });

  test('does not reach it in private either, with edits, reactions and signs of typing; where it goes is shown', async () => {
    const { hand, alice, bob } = await opened();
    await ignore(hand, alice, 'bob');
    hand.say(bob.seat, 'psst', 'alice');
    hand.say(bob.seat, 'hello', '#a');
    await hand.bus.deliver();
    hand.ask(bob.seat, 'edit', { kind: 'edited', target: 9, text: 'hullo' });
    hand.ask(bob.seat, 'react', { kind: 'reacted', target: 9, emoji: '+1', on: true });
    await hand.bus.deliver();
    hand.chat.typing(bob.seat, '#a', true);
    hand.chat.typing(bob.seat, 'alice', true);
    assert.equal(alice.ear.hear(), '');
    hand.ask(bob.seat, 'topic', { kind: 'topic', text: 'tea' }, '#a');
    hand.ask(bob.seat, 'leave', { kind: 'left' }, '#a');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), '12 bob topic|13 bob left|');
  });

  test('is not counted, as unread or as a mention', async () => {
    const { hand, alice, bob, carol } = await opened();
    alice.ear.reads = true;
    hand.chat.become(alice.seat, alice.ear.format);
    hand.say(bob.seat, 'hello @alice', '#a');
    hand.say(carol.seat, 'hello @alice', '#a');
    await hand.bus.deliver();
    const counted = (): readonly unknown[] =>
      hand.chat.unread(alice.seat).map(({ unread, mentions }) => [unread, mentions]);
    assert.deepEqual(counted(), [[2, 2]]);
    await ignore(hand, alice, 'bob');
    assert.deepEqual(counted(), [[1, 1]]);
  });

  test('leaves no waiting mail, and cannot fill the mailbox', async () => {
    const { hand, alice, bob, carol } = await opened();
    await ignore(hand, alice, 'bob');
    hand.chat.close(alice.seat);
    hand.say(bob.seat, 'spam', 'alice');
    hand.say(carol.seat, 'mail', 'alice');
    await hand.bus.deliver();
    const ear = new Ear();
    ear.takesMail = false;
    const later = await hand.come('alice', undefined, ear);
    assert.deepEqual(
      hand.chat.waiting(later.seat, 9).map(({ from }) => from.name),
      ['carol'],
    );
    const again = new Ear();
    const seat = hand.chat.open(again);
    hand.ask(seat, 'come', { kind: 'came', as: { account: 3, version: 1 } });
    await hand.bus.deliver();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(again.hear(), 'come=no-op|10 (waited) carol: mail|');
  });

  test('is ignored after a restart of the session, and no more once the user has ended', async () => {
    const { hand, alice, bob } = await opened();
    await ignore(hand, alice, 'bob');
    hand.chat.close(alice.seat);
    await hand.bus.deliver();
    const back = await hand.come('alice', '#a');
    hand.say(bob.seat, 'hello', '#a');
    await hand.bus.deliver();
    assert.equal(back.ear.hear(), '');
    hand.chat.close(bob.seat);
    await hand.bus.deliver();
    assert.deepEqual(hand.chat.ignored(back.seat), []);
    assert.ok(!hand.chat.ignores(back.seat, 5));
  });

  test('is ignored here also where that was said on another node, while the user had no session here', async () => {
    const { hand, alice, bob, carol } = await opened();
    await ignore(hand, alice, 'bob');
    hand.chat.close(alice.seat);
    await hand.bus.deliver();
    const elsewhere = (nth: number, session: number, event: Asked): Draft => ({
      run: 'elsewhere',
      nth,
      settledUpto: nth - 1,
      session,
      at: 0,
      event,
    });
    await hand.bus.deliver([
      elsewhere(1, 0, { kind: 'began', node: 'other', rules: rulesVersion }),
      elsewhere(2, 1, { kind: 'came', as: { account: 3, version: 1 } }),
      elsewhere(3, 1, { kind: 'ignored', name: 'carol', on: true }),
    ]);
    const back = await hand.come('alice', '#a');
    hand.say(bob.seat, 'hello', '#a');
    hand.say(carol.seat, 'hello', '#a');
    await hand.bus.deliver();
    assert.equal(back.ear.hear(), '');
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, openHandChat, renderPlainly } from '#chat/hub/hand-bus.suite.ts';

describe('a batch is cut', () => {
  test('where somebody joins: nothing from before it, all that comes after it', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob');
    hand.say(alice.seat, 'before', '#a');
    hand.ask(bob.seat, 'join', { kind: 'joined' }, '#a');
    hand.say(alice.seat, 'after', '#a');
    await hand.bus.deliver();
    assert.equal(bob.ear.hear(), 'join=6|7 alice: after|');
    assert.equal(alice.ear.hear(), 'before=5|6 bob joined|after=7|');
  });

  test('where somebody comes into the room', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = new Ear();
    const seat = hand.chat.open(bob);
    hand.say(alice.seat, 'before', '#a');
    hand.ask(seat, 'come', { kind: 'came', as: { guest: 'bob' } }, '#a');
    hand.say(alice.seat, 'after', '#a');
    await hand.bus.deliver();
    assert.equal(bob.hear(), 'come=5|6 alice: after|');
  });

  test('where somebody leaves: nothing from after it', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    hand.say(alice.seat, 'before', '#a');
    hand.ask(bob.seat, 'leave', { kind: 'left' }, '#a');
    hand.say(alice.seat, 'after', '#a');
    await hand.bus.deliver();
    assert.equal(bob.ear.hear(), '5 alice: before|leave=6|');
  });

  test('where somebody goes', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    hand.say(alice.seat, 'before', '#a');
    hand.chat.close(bob.seat);
    hand.say(alice.seat, 'after', '#a');
    alice.ear.hear();
    await hand.bus.deliver();
    assert.equal(bob.ear.hear(), '5 alice: before|');
    assert.equal(bob.ear.over, true);
    assert.equal(alice.ear.hear(), 'before=5|6 bob went|after=7|');
  });

  test('twice where somebody leaves and joins again', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    for (const [words, event] of [
      ['one', { kind: 'left' }],
      ['two', { kind: 'joined' }],
    ] as const) {
      hand.say(alice.seat, words, '#a');
      hand.ask(bob.seat, event.kind, event, '#a');
    }
    hand.say(alice.seat, 'three', '#a');
    await hand.bus.deliver();
    assert.equal(bob.ear.hear(), '5 alice: one|left=6|joined=8|9 alice: three|');
  });

  test('where a further session begins to hear what its user is a member of', async () => {
    const hand = await openHandChat();
    await hand.register('carol');
    await hand.come('carol', '#a');
    const alice = await hand.come('alice', '#a');
    const choosy = new Ear();
    choosy.eager = false;
    const second = await hand.come('carol', undefined, choosy);
    hand.say(alice.seat, 'before', '#a');
    hand.ask(second.seat, 'join', { kind: 'joined' }, '#a');
    hand.say(alice.seat, 'after', '#a');
    await hand.bus.deliver();
    assert.equal(choosy.hear(), 'join=no-op|9 alice: after|');
  });
});

describe('in its own sessions a user', () => {
  test('is shown as self, and where it asked, answered', async () => {
    const hand = await openHandChat();
    await hand.register('carol');
    const [first, second] = [await hand.come('carol', '#a'), await hand.come('carol')];
    const bob = await hand.come('bob', '#a');
    hand.say(bob.seat, 'one', '#a');
    hand.say(first.seat, 'two', '#a');
    hand.say(bob.seat, 'three', '#a');
    first.ear.hear();
    second.ear.hear();
    await hand.bus.deliver();
    assert.equal(first.ear.hear(), '7 bob: one|two=8|9 bob: three|');
    assert.equal(second.ear.hear(), '7 bob: one|8 (you) carol: two|9 bob: three|');
    assert.equal(bob.ear.hear(), 'one=7|8 carol: two|three=9|');
  });

  test('hears of a room that another of them has joined, and all that follows', async () => {
    const hand = await openHandChat();
    await hand.register('carol');
    const [first, second] = [await hand.come('carol'), await hand.come('carol')];
    hand.ask(first.seat, 'join', { kind: 'joined' }, '#b');
    hand.say(first.seat, 'hi', '#b');
    await hand.bus.deliver();
    assert.equal(second.ear.hear(), '6 (you) carol joined|7 (you) carol: hi|');
    const third = new Ear();
    const seat = hand.chat.open(third);
    hand.ask(seat, 'come', { kind: 'came', as: { account: 3, version: 1 } }, '#c');
    await hand.bus.deliver();
    assert.equal(second.ear.hear(), '8 (you) carol came|');
    assert.equal(third.hear(), 'come=8|');
  });

  test('hears nothing of a room that only others of them hear', async () => {
    const hand = await openHandChat();
    await hand.register('carol');
    const first = await hand.come('carol', '#a');
    const deaf = new Ear();
    deaf.eager = false;
    await hand.come('carol', undefined, deaf);
    const bob = await hand.come('bob', '#a');
    hand.say(bob.seat, 'one', '#a');
    hand.ask(first.seat, 'leave', { kind: 'left' }, '#a');
    await hand.bus.deliver();
    assert.equal(deaf.hear(), '');
  });
});

describe('what concerns many rooms', () => {
  test('reaches each session once, after earlier messages in those rooms', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    for (const { seat } of [alice, bob]) hand.ask(seat, 'join', { kind: 'joined' }, '#b');
    await hand.bus.deliver();
    alice.ear.hear();
    hand.say(bob.seat, 'one', '#a');
    hand.say(bob.seat, 'two', '#b');
    hand.ask(bob.seat, 'rename', { kind: 'renamed', name: 'rob' });
    hand.say(bob.seat, 'three', '#a');
    hand.say(bob.seat, 'four', '#b');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), '7 bob: one|8 bob: two|9 rob renamed|10 rob: three|11 rob: four|');
  });
});

describe('a thousand equal sessions', () => {
  test('are rendered for once, and get the very same bytes', async () => {
    let renders = 0;
    const render: typeof renderPlainly = (happening, as) => {
      renders++;
      return renderPlainly(happening, as);
    };
    const hand = await openHandChat();
    const speaker = await hand.come('speaker', '#a', new Ear(render));
    const crowd = Array.from({ length: 1000 }, () => new Ear(render));
    for (const [index, ear] of crowd.entries()) {
      hand.ask(hand.chat.open(ear), 'come', { kind: 'came', as: { guest: `g${index}` } }, '#a');
    }
    await hand.bus.deliver();
    for (const ear of crowd) ear.hear();
    renders = 0;
    for (const words of ['one', 'two', 'three']) hand.say(speaker.seat, words, '#a');
    await hand.bus.deliver();
    assert.equal(renders, 3);
    const [first] = crowd;
    const frame = first?.sends[0]?.[0];
    assert.ok(frame);
    for (const ear of crowd) {
      assert.equal(ear.sends.length, 1);
      assert.equal(ear.sends[0], first?.sends[0]);
      assert.equal(ear.sends[0]?.[0], frame);
    }
    assert.equal(first?.hear(), '1004 speaker: one|1005 speaker: two|1006 speaker: three|');
  });

  test('are rendered for once, too, what is told in many rooms', async () => {
    let renders = 0;
    const render: typeof renderPlainly = (happening, as) => {
      renders++;
      return renderPlainly(happening, as);
    };
    const hand = await openHandChat();
    const [alice, bob] = [
      await hand.come('alice', '#a', new Ear(render)),
      await hand.come('bob', '#a', new Ear(render)),
    ];
    for (let room = 0; room < 50; room++)
      for (const { seat } of [alice, bob]) hand.ask(seat, 'join', { kind: 'joined' }, `#r${room}`);
    await hand.bus.deliver();
    renders = 0;
    hand.ask(bob.seat, 'rename', { kind: 'renamed', name: 'rob' });
    await hand.bus.deliver();
    assert.equal(renders, 1);
  });

  test('and one that takes a write as a message gets the same frames, one by one', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    const [one, other] = [new Ear(), new Ear()];
    one.joinable = false;
    other.joinable = false;
    await hand.come('one', '#a', one);
    await hand.come('other', '#a', other);
    for (const ear of [one, other]) ear.hear();
    hand.say(alice.seat, 'x', '#a');
    hand.say(alice.seat, 'y', '#a');
    await hand.bus.deliver();
    assert.equal(one.sends.length, 1);
    assert.equal(one.sends[0]?.length, 2);
    assert.equal(one.sends[0]?.[0], other.sends[0]?.[0]);
    assert.equal(one.sends[0]?.[1], other.sends[0]?.[1]);
  });
});

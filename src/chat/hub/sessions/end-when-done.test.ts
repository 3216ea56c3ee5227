import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, type HandChat } from '#chat/hub/hand-bus.suite.ts';
import { opened, type Peer, tries, turn } from '#chat/login/password-tries.suite.ts';

async function settle(hand: HandChat): Promise<void> {
  for (let n = 0; n < 10; n++) {
    await turn();
    await hand.bus.deliver();
  }
}

describe('a peer that sends nothing more', () => {
  test('still comes, is written its mail, and goes', async () => {
    const hand = await opened();
    const bob = await hand.come('bob');
    for (const words of ['one', 'two']) hand.say(bob.seat, words, 'alice');
    await settle(hand);
    const { ear, seat } = tries(hand, 'secret');
    hand.chat.end(seat);
    await settle(hand);
    assert.match(ear.hear(), /^come=\d+\|\d+ \(waited\) bob: one\|\d+ \(waited\) bob: two\|$/);
    assert.ok(ear.over);
    const again = tries(hand, 'secret');
    await settle(hand);
    assert.match(again.ear.hear(), /^come=\d+\|$/, 'it was written its mail');
  });

  test('gets all its mail before it is closed, at its own pace', async () => {
    const hand = await opened();
    const bob = await hand.come('bob');
    hand.say(bob.seat, 'one', 'alice');
    await settle(hand);
    const { ear, seat } = tries(hand, 'secret');
    const drained = Promise.withResolvers<void>();
    Object.assign(ear.outbox, { queued: 1_000_000, delivered: false, drained: () => drained.promise });
    await settle(hand);
    hand.chat.end(seat);
    await settle(hand);
    assert.ok(!ear.over);
    hand.say(bob.seat, 'two', 'alice');
    await settle(hand);
    Object.assign(ear.outbox, { queued: 0, delivered: true });
    drained.resolve();
    await settle(hand);
    assert.match(ear.hear(), /bob: one\|\d+ bob: two\|$/);
    assert.ok(ear.over);
  });

  test('hears what it has missed because it was slow, and then goes', async () => {
    const hand = await opened();
    const [bob, carol] = [await hand.come('bob', '#a'), await hand.come('carol', '#a')];
    const drained = Promise.withResolvers<void>();
    Object.assign(bob.ear.outbox, { queued: 1_000_000, delivered: false, drained: () => drained.promise });
    for (const words of ['one', 'two']) {
      hand.say(carol.seat, words, '#a');
      await settle(hand);
    }
    bob.ear.hear();
    hand.chat.end(bob.seat);
    await settle(hand);
    // It has more time than one that has left.
    hand.clock.ring();
    await settle(hand);
    assert.deepEqual([bob.ear.hear(), bob.ear.over], ['', false]);
    Object.assign(bob.ear.outbox, { queued: 0, delivered: true });
    drained.resolve();
    await settle(hand);
    assert.match(bob.ear.hear(), /^\d+ carol: two\|$/);
    assert.ok(bob.ear.over);
  });

  test('goes when its mail was handed to the transport, which so counts as delivered', async () => {
    const hand = await opened();
    const bob = await hand.come('bob');
    hand.say(bob.seat, 'one', 'alice');
    await settle(hand);
    const { ear, seat } = tries(hand, 'secret');
    const drained = Promise.withResolvers<void>();
    Object.assign(ear.outbox, { delivered: false, drained: () => drained.promise });
    hand.chat.end(seat);
    await settle(hand);
    assert.match(ear.hear(), /bob: one\|$/);
    assert.ok(!ear.over);
    Object.assign(ear.outbox, { delivered: true });
    drained.resolve();
    await settle(hand);
    assert.ok(ear.over);
    const again = tries(hand, 'secret');
    await settle(hand);
    assert.match(again.ear.hear(), /^come=\d+\|$/);
  });

  test('has all its requests completed', async () => {
    const hand = await opened();
    const { ear, seat } = await hand.come('carol', '#a');
    hand.say(seat, 'hello', '#a');
    hand.chat.register(seat, 'secret', 'register');
    hand.chat.end(seat);
    await settle(hand);
    assert.match(ear.hear(), /^hello=\d+\|register=\d+\|$/);
    assert.ok(ear.over);
    assert.ok(hand.chat.accountNamed('carol'));
  });

  test('goes at once when it has asked nothing', async () => {
    const hand = await opened();
    const ear = new Ear();
    hand.chat.end(hand.chat.open(ear));
    assert.ok(ear.over);
  });

  test('is told of a wrong password', async () => {
    const hand = await opened();
    const { ear, seat } = tries(hand, 'wrong');
    hand.chat.end(seat);
    await settle(hand);
    assert.equal(ear.hear(), 'come=password-wrong|');
    assert.ok(ear.over);
  });

  test('does not wait for a delayed password check, whether it ends before or after the check begins', async () => {
    for (const endsFirst of [false, true]) {
      const hand = await opened();
      const guess = async (): Promise<Peer> => {
        const peer = tries(hand, 'wrong');
        await settle(hand);
        return peer;
      };
      for (let n = 0; n < 3; n++) await guess();
      const peer = endsFirst ? tries(hand, 'wrong') : await guess();
      hand.chat.end(peer.seat);
      await settle(hand);
      assert.equal(peer.ear.hear(), 'come=unavailable|');
      assert.ok(peer.ear.over);
      assert.deepEqual(hand.clock.due, []);
    }
  });
});

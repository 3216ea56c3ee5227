import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Entry, Signal } from '#chat/event.ts';
import { spaceBytes } from './turns/fair-turns.ts';
import { Ear, type HandChat, openHandChat, renderPlainly } from './hand-bus.suite.ts';
import type { As } from './format.ts';

const choosy = (): Ear => {
  const ear = new Ear();
  ear.eager = false;
  return ear;
};

async function opened(): Promise<{ hand: HandChat; alice: Ear; bob: Ear; carol: Ear; say: (words: string) => void }> {
  const hand = await openHandChat();
  const alice = await hand.come('alice', '#a');
  const bob = await hand.come('bob', '#a');
  const carol = await hand.come('carol', '#a');
  for (const { ear } of [alice, bob]) ear.hear();
  const say = (words: string): void => hand.say(alice.seat, words, '#a');
  return { hand, alice: alice.ear, bob: bob.ear, carol: carol.ear, say };
}

describe('a user who is removed from a room', () => {
  test('hears that and nothing after it, in the middle of a batch', async () => {
    const { hand, alice, bob, carol, say } = await opened();
    say('before');
    void hand.chat.command({ kind: 'kicked', user: 'bob' }, '#a');
    say('after');
    await hand.bus.deliver();
    assert.equal(bob.hear(), '6 alice: before|7 (target) server kicked|');
    assert.equal(carol.hear(), '6 alice: before|7 server kicked|8 alice: after|');
    assert.equal(alice.hear(), 'before=6|7 server kicked|after=8|');
  });

  test('hears it from a ban that removes, with all others it hits', async () => {
    const { hand, alice, bob, carol, say } = await opened();
    void hand.chat.command({ kind: 'listed', list: 'ban', mask: '?*o*', kick: true }, '#a');
    say('after');
    await hand.bus.deliver();
    assert.equal(bob.hear(), '6 (target) server listed|');
    assert.equal(carol.hear(), '6 (target) server listed|');
    assert.equal(alice.hear(), '6 server listed|after=7|');
  });

  test('is told in each of its sessions, also in those that do not hear the room', async () => {
    const hand = await openHandChat();
    await hand.register('dora');
    const hearing = await hand.come('dora', '#a');
    const other = await hand.come('dora', undefined, choosy());
    const { seat } = await hand.come('alice', '#a');
    for (const { ear } of [hearing, other]) ear.hear();
    void hand.chat.command({ kind: 'kicked', user: 'dora' }, '#a');
    hand.say(seat, 'after', '#a');
    await hand.bus.deliver();
    for (const { ear } of [hearing, other]) assert.equal(ear.hear(), '7 (target) server kicked|');
  });

  test('reads it, and nothing after it, if its peer is slow', async () => {
    const { hand, bob, say } = await opened();
    bob.outbox.queued = spaceBytes + 1;
    bob.outbox.delivered = false;
    const drained = Promise.withResolvers<void>();
    bob.outbox.drained = () => drained.promise;
    say('the last one live');
    await hand.bus.deliver();
    bob.hear();
    say('missed');
    void hand.chat.command({ kind: 'kicked', user: 'bob' }, '#a');
    say('after');
    await hand.bus.deliver();
    assert.equal(bob.hear(), '');
    bob.outbox.queued = 0;
    bob.outbox.delivered = true;
    drained.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(bob.hear(), '7 alice: missed|8 (target) server kicked|');
  });

  test('does not take the wish to hear the room from who removed it', async () => {
    const hand = await openHandChat();
    await hand.register('dora');
    const dora = await hand.come('dora', '#a', choosy());
    const bob = await hand.come('bob', '#a');
    hand.ask(dora.seat, 'kick', { kind: 'kicked', user: 'bob' }, '#a');
    await hand.bus.deliver();
    assert.equal(dora.ear.hear(), '5 bob came|kick=6|');
    hand.ask(bob.seat, 'back', { kind: 'joined' }, '#a');
    hand.say(bob.seat, 'hi', '#a');
    await hand.bus.deliver();
    assert.match(dora.ear.hear(), /bob: hi/);
  });
});

test('an invited user is shown it, though it is no member', async () => {
  const { hand, alice } = await opened();
  const zoe = await hand.come('zoe');
  void hand.chat.command({ kind: 'invited', user: 'zoe' }, '#a');
  await hand.bus.deliver();
  assert.equal(zoe.ear.hear(), '7 (target) server invited|');
  assert.equal(alice.hear(), '7 server invited|');
  assert.deepEqual(
    hand.chat.invitations(zoe.seat).map(({ room }) => room.name),
    ['#a'],
  );
});

test('all sessions of a user who is removed from the server end, with the reason', async () => {
  const told: string[] = [];
  const render = (happening: Entry | Signal, as: As): Uint8Array => {
    if (!('seq' in happening) && happening.kind === 'ended') told.push(`${happening.why}: ${happening.reason}`);
    return renderPlainly(happening, as);
  };
  const hand = await openHandChat();
  await hand.register('dora');
  const sessions = [await hand.come('dora', '#a', new Ear(render)), await hand.come('dora', '#b', new Ear(render))];
  const bob = await hand.come('bob', '#a');
  void hand.chat.command({ kind: 'listed', list: 'ban', mask: 'dora', reason: 'noise' });
  await hand.bus.deliver();
  await hand.bus.deliver();
  assert.deepEqual(
    sessions.map(({ ear }) => ear.over),
    [true, true],
  );
  assert.deepEqual(told, ['banned: noise', 'banned: noise']);
  assert.match(bob.ear.hear(), /dora went/);
  assert.equal(bob.ear.over, false);
});

test('a muted user is not shown as typing', async () => {
  const { hand, bob, carol } = await opened();
  const { seat } = await hand.come('dave', '#a');
  await hand.register('dora');
  for (const ear of [bob, carol]) ear.hear();
  assert.equal(hand.chat.typing(seat, '#a', true), undefined);
  assert.equal(bob.hear(), 'typing|');
  void hand.chat.command({ kind: 'listed', list: 'mute', mask: 'dave' }, '#a');
  await hand.bus.deliver();
  bob.hear();
  hand.clock.time += 60_000;
  assert.equal(hand.chat.typing(seat, '#a', true), 'muted');
  assert.equal(hand.chat.typing(seat, 'bob', true), undefined, 'in private it may');
  assert.equal(bob.hear(), '');
});

import { type Bus, PublishUnknown, type Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openStore } from '#store/open-store.ts';

import type { Draft } from '#chat/event.ts';
import { HandBus, HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { PostedDraft } from '#chat/hub/requests/posted-draft.ts';
import { usualRates } from '#chat/hub/turns/rates.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A hand bus that says later what became of a draft. */
class SlowBus extends HandBus implements Bus {
  slow = false;
  readonly fates: PromiseWithResolvers<void>[] = [];

  override publish(drafts: readonly Draft[]): Promise<void> | undefined {
    if (!this.slow) return super.publish(drafts);
    const fate = Promise.withResolvers<void>();
    this.fates.push(fate);
    return fate.promise.then(() => super.publish(drafts));
  }

  async settle(error?: Error): Promise<void> {
    const fate = this.fates.shift();
    if (error) fate?.reject(error);
    else fate?.resolve();
    await turn();
  }
}

async function onSlowBus(): Promise<{ hand: HandChat; bus: SlowBus; store: Store }> {
  const bus = new SlowBus();
  const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
  const hand = new HandChat(store, { bus });
  const begun = hand.chat.begin();
  await bus.deliver();
  await Promise.resolve();
  await bus.deliver();
  await begun;
  return { hand, bus, store };
}

async function comeOn(hand: HandChat, bus: SlowBus, name: string): ReturnType<HandChat['come']> {
  const arrival = hand.come(name, '#a');
  await bus.deliver();
  const come = await arrival;
  come.ear.hear();
  return come;
}

const kinds = (bus: SlowBus): readonly string[] => bus.published.map(({ event }) => event.kind);

describe('a session’s drafts', () => {
  test('are published one after the other', async () => {
    const { hand, bus } = await onSlowBus();
    const { ear, seat } = await comeOn(hand, bus, 'alice');
    bus.slow = true;
    hand.say(seat, 'one', '#a');
    hand.say(seat, 'two', '#a');
    hand.chat.close(seat);
    assert.equal(bus.fates.length, 1);
    await bus.settle(new PublishUnknown());
    assert.equal(bus.fates.length, 0);
    hand.clock.ring();
    assert.equal(bus.fates.length, 1);
    await bus.settle();
    await bus.settle();
    await bus.settle();
    assert.deepEqual(kinds(bus), ['message', 'message', 'went']);
    await bus.deliver();
    assert.equal(ear.hear(), 'one=4|two=5|');
    assert.ok(ear.over);
  });

  test('are refused in their turn when the order does not take them', async () => {
    const { hand, bus } = await onSlowBus();
    const { ear, seat } = await comeOn(hand, bus, 'alice');
    bus.slow = true;
    hand.say(seat, 'one', '#a');
    hand.say(seat, 'two', '#a');
    await bus.settle();
    hand.say(seat, 'three', '#a');
    await bus.settle(new Error('no'));
    assert.equal(ear.hear(), '');
    await bus.settle();
    await bus.deliver();
    assert.equal(ear.hear(), 'one=4|two=unavailable|three=5|');
  });

  test('that were never in the order are not waited for in what a run keeps', async () => {
    const { hand, bus, store } = await onSlowBus();
    const { seat } = await comeOn(hand, bus, 'alice');
    bus.slow = true;
    for (let post = 0; post < 5; post++) {
      hand.say(seat, 'refused', '#a');
      await bus.settle(new Error('no'));
      hand.say(seat, 'taken', '#a');
      await bus.settle();
      await bus.deliver();
    }
    assert.deepEqual(
      store.runs().map(({ upto, beyond }) => ({ upto, beyond })),
      [{ upto: 13, beyond: [] }],
    );
  });

  test('that have unknown results and were taken are not asked for again', async () => {
    const { hand, bus } = await onSlowBus();
    const { ear, seat } = await comeOn(hand, bus, 'alice');
    bus.slow = true;
    hand.say(seat, 'one', '#a');
    hand.say(seat, 'two', '#a');
    const asked = seat.requests.first;
    assert.ok(asked instanceof PostedDraft);
    await bus.settle(new PublishUnknown());
    await bus.deliver([asked]);
    assert.equal(ear.hear(), 'one=4|');
    hand.clock.ring();
    await bus.settle();
    await bus.deliver();
    assert.equal(ear.hear(), 'two=5|');
  });
});

describe('a departure', () => {
  test('that the order does not take is asked for again, so that no ended session stays present', async () => {
    const { hand, bus, store } = await onSlowBus();
    const { ear, seat } = await comeOn(hand, bus, 'alice');
    bus.slow = true;
    hand.chat.close(seat);
    await bus.settle(new Error('no'));
    assert.equal(ear.over, false);
    hand.clock.ring();
    await bus.settle();
    await bus.deliver();
    assert.ok(ear.over);
    bus.slow = false;
    const again = await comeOn(hand, bus, 'alice');
    assert.equal(again.seat.user, 5);
    await bus.deliver();
    const beyond = store.runs().map((run) => run.beyond);
    assert.deepEqual(beyond, [[]], 'it has kept its number, so that none is waited for');
  });
});

describe('a run', () => {
  test('does not begin when the order does not take its beginning', async () => {
    const { hand, bus } = await onSlowBus();
    bus.slow = true;
    const begun = assert.rejects(hand.chat.begin(), /does not take the beginning of a run: unavailable/);
    await bus.settle(new Error('no'));
    await begun;
  });
});

test('text above the hourly limit is refused, and is not where there are no limits', async () => {
  for (const limited of [true, false]) {
    const options = limited ? { rates: usualRates } : {};
    const hand = await openHandChat((store) => ({ ...store, spare: () => 0 }), options);
    const { ear, seat } = await hand.come('alice', '#a');
    const [text, fit] = ['x'.repeat(16_384), 63];
    for (let n = 0; n < fit; n++) hand.ask(seat, '', { kind: 'message', text }, '#a');
    await hand.bus.deliver();
    ear.hear();
    hand.ask(seat, 'more', { kind: 'message', text }, '#a');
    await hand.bus.deliver();
    assert.match(ear.hear(), limited ? /^more=quota-used/ : /^more=\d+/);
  }
});

test('joins count towards the hourly limit, and nobody is kept from leaving, or from revoking a code', async () => {
  const hand = await openHandChat((store) => ({ ...store, spare: () => 0 }), { rates: usualRates });
  const { ear, seat } = await hand.come('alice', '#a');
  for (let n = 0; n < 64; n++) hand.ask(seat, '', { kind: 'message', text: 'x'.repeat(16_320) }, '#a');
  await hand.bus.deliver();
  ear.hear();
  hand.ask(seat, 'join', { kind: 'joined' }, '#b');
  hand.ask(seat, 'leave', { kind: 'left' }, '#a');
  // The order refuses it: this token does not exist.
  hand.ask(seat, 'revoke', { kind: 'tokenRevoked', token: 1 });
  await hand.bus.deliver();
  assert.match(ear.hear(), /^join=quota-used\|leave=\d+\|revoke=token-invalid\|$/);
});

describe('on a full disk', () => {
  test('posts are refused in their turn, and what was said before is heard', async () => {
    let full = false;
    const hand = await openHandChat((store) => ({ ...store, hasSpace: () => !full }));
    const alice = await hand.come('alice', '#a');
    const bob = await hand.come('bob', '#a');
    alice.ear.hear();
    hand.say(alice.seat, 'one', '#a');
    full = true;
    hand.say(alice.seat, 'two', '#a');
    hand.say(bob.seat, 'three', '#a');
    assert.equal(alice.ear.hear(), '');
    assert.equal(bob.ear.hear(), 'three=disk-full|');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), 'one=5|two=disk-full|');
    full = false;
    hand.say(alice.seat, 'four', '#a');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), 'four=6|');
  });

  test('a refusal keeps its place behind the answer from within which its post was made', async () => {
    let full = false;
    const hand = await openHandChat((store) => ({ ...store, hasSpace: () => !full }));
    const alice = await hand.come('alice', '#a');
    alice.ear.onAnswer = (_, ask) => {
      if (ask === 'one') hand.say(alice.seat, 'two', '#a');
    };
    full = true;
    hand.say(alice.seat, 'one', '#a');
    assert.equal(alice.ear.hear(), 'one=disk-full|two=disk-full|');
  });

  test('a run begins, people may go, and it goes on when there is room', async () => {
    let full = true;
    const hand = await openHandChat((store) => ({ ...store, hasSpace: () => !full }));
    full = false;
    const alice = await hand.come('alice', '#a');
    full = true;
    hand.chat.close(alice.seat);
    await hand.bus.deliver();
    assert.ok(alice.ear.over);
  });
});

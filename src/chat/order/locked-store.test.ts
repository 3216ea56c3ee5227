import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';

/** A store that another program keeps locked when the test says so. */
class LockedStore {
  /** Called once it is locked for long. */
  held: () => void = () => {};
  isLocked = false;
  #gate: PromiseWithResolvers<void> | undefined;

  lock(): void {
    this.#gate = Promise.withResolvers();
  }

  /** Longer than anybody should be kept waiting. */
  long(): void {
    this.isLocked = true;
    this.held();
  }

  unlock(): void {
    this.isLocked = false;
    this.#gate?.resolve();
    this.#gate = undefined;
  }

  before = (store: Store): Store => ({
    ...store,
    locked: () => this.isLocked,
    begin: (held = () => {}) => {
      if (!this.#gate) return store.begin();
      this.held = held;
      return this.#gate.promise.then(() => store.begin());
    },
  });
}

async function opened(): Promise<{ locked: LockedStore; hand: HandChat }> {
  const locked = new LockedStore();
  return { locked, hand: await openHandChat(locked.before) };
}

type Came = Awaited<ReturnType<HandChat['come']>>;

/** Alice and bob are in #a, and the store is locked from now on. */
async function talkingWhileLocked(): Promise<{ locked: LockedStore; hand: HandChat; alice: Came; bob: Came }> {
  const { locked, hand } = await opened();
  const alice = await hand.come('alice', '#a');
  const bob = await hand.come('bob', '#a');
  alice.ear.hear();
  locked.lock();
  return { locked, hand, alice, bob };
}

describe('while another program keeps the store locked', () => {
  test('a batch waits unjudged, and all that is no post is answered', async () => {
    const { locked, hand, alice, bob } = await talkingWhileLocked();
    hand.say(alice.seat, 'one', '#a');
    const delivered = hand.bus.deliver();
    hand.chat.say(bob.seat, () => new TextEncoder().encode('pong|'));
    assert.equal(bob.ear.hear(), 'pong|');
    assert.equal(alice.ear.hear(), '');
    locked.unlock();
    await delivered;
    assert.equal(alice.ear.hear(), 'one=5|');
    assert.equal(bob.ear.hear(), '5 alice: one|');
  });

  test('for long, posts are refused: those under way, those that wait, and new ones; none of them comes later', async () => {
    const { locked, hand, alice, bob } = await talkingWhileLocked();
    hand.say(alice.seat, 'under way', '#a');
    const delivered = hand.bus.deliver();
    hand.say(bob.seat, 'waits', '#a');
    locked.long();
    assert.equal(alice.ear.hear(), 'under way=locked|');
    assert.equal(bob.ear.hear(), 'waits=locked|');
    hand.say(alice.seat, 'new', '#a');
    assert.equal(alice.ear.hear(), 'new=locked|');
    locked.unlock();
    await delivered;
    hand.say(alice.seat, 'again', '#a');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), 'again=7|', 'two seqs were refused');
    assert.equal(bob.ear.hear(), '7 alice: again|');
    assert.deepEqual(hand.bugs, []);
  });

  test('for long, sessions that closed meanwhile have departed afterwards, and no others', async () => {
    const { locked, hand, alice, bob } = await talkingWhileLocked();
    hand.say(alice.seat, 'one', '#a');
    const delivered = hand.bus.deliver();
    hand.chat.close(alice.seat);
    locked.long();
    assert.ok(!alice.ear.over);
    locked.unlock();
    await delivered;
    await hand.bus.deliver();
    assert.ok(alice.ear.over);
    assert.ok(!bob.ear.over);
    assert.equal(bob.ear.hear(), '6 alice went|');
    assert.equal(hand.chat.present('alice'), undefined);
  });

  test('for long: the delivery cursor of an account is still stored', async () => {
    const { locked, hand } = await opened();
    await hand.register('alice');
    const alice = await hand.come('alice');
    locked.lock();
    hand.ask(alice.seat, 'told', { kind: 'delivered', upto: 3 });
    const delivered = hand.bus.deliver();
    locked.long();
    assert.equal(alice.ear.hear(), '');
    locked.unlock();
    await delivered;
    assert.equal(alice.ear.hear(), 'told=applied|');
  });
});

import type { Store } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openStore } from '#store/open-store.ts';

import { Ear, HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Outcome } from '#chat/outcome.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('nothing is answered and nothing is shown', () => {
  /** A chat with Alice and Bob in #a, whose disk is slow from now on. */
  async function onSlowDisk(): Promise<{ hand: HandChat; ears: readonly Ear[]; disk: PromiseWithResolvers<void> }> {
    const disk = Promise.withResolvers<void>();
    let slow = false;
    const hand = await openHandChat((store) => ({ ...store, durable: () => (slow ? disk.promise : undefined) }));
    const [alice, bob] = [await hand.come('alice', '#a'), await hand.come('bob', '#a')];
    alice.ear.hear();
    slow = true;
    hand.say(alice.seat, 'hi', '#a');
    hand.ask(bob.seat, 'no', { kind: 'left' }, '#nowhere');
    hand.chat.say(alice.seat, () => new TextEncoder().encode('pong|'));
    return { hand, ears: [alice.ear, bob.ear], disk };
  }

  test('before it is durable', async () => {
    const { hand, ears, disk } = await onSlowDisk();
    const before = hand.chat.cursor();
    const delivered = hand.bus.deliver();
    for (let turns = 0; turns < 5; turns++) await turn();
    assert.deepEqual(
      ears.map((ear) => ear.hear()),
      ['', ''],
    );
    assert.deepEqual(hand.chat.cursor(), before);
    disk.resolve();
    await delivered;
    assert.deepEqual(
      ears.map((ear) => ear.hear()),
      ['hi=5|pong|', 'no=no-room|5 alice: hi|'],
    );
    assert.equal(hand.chat.cursor().seq, 6);
  });

  test('in history or in a signal before it is durable', async () => {
    const { hand, disk } = await onSlowDisk();
    const delivered = hand.bus.deliver();
    await turn();
    const late = new Ear();
    const seat = hand.chat.open(late);
    hand.chat.announce(1000);
    hand.chat.say(seat, () => new TextEncoder().encode('said|'));
    assert.equal(late.hear(), '');
    disk.resolve();
    await delivered;
    assert.equal(late.hear(), 'stopping|said|');
  });

  test('when it cannot be made durable: the chat stops', async () => {
    const { hand, ears, disk } = await onSlowDisk();
    const delivered = hand.bus.deliver();
    disk.reject(new Error('the disk fails'));
    await delivered;
    await turn();
    assert.deepEqual(
      ears.map((ear) => ear.hear()),
      ['', ''],
    );
    assert.match(String(hand.failure), /the disk fails/);
    hand.chat.abandon();
    assert.ok(ears.every((ear) => ear.over && ear.hear() === ''));
    assert.equal(hand.chat.sessions, 0);
  });

  for (const step of ['write', 'commit'] as const) {
    test(`of a batch that was rolled back because ${step} failed`, async () => {
      let [full, rolledBack] = [false, 0];
      const hand = await openHandChat((store) => {
        const fail = (): void => {
          if (full) throw new Error('the disk is full');
        };
        return {
          ...store,
          write: (outcome: Outcome) => {
            if (step === 'write' && outcome.seq === 6) fail();
            store.write(outcome);
          },
          commit: (...batch: Parameters<Store['commit']>) => {
            if (step === 'commit') fail();
            store.commit(...batch);
          },
          rollback() {
            rolledBack++;
            store.rollback();
          },
        };
      });
      const [alice, bob] = [await hand.come('alice', '#a'), await hand.come('bob', '#a')];
      alice.ear.hear();
      full = true;
      hand.say(alice.seat, 'one', '#a');
      hand.say(alice.seat, 'two', '#a');
      await hand.bus.deliver();
      await turn();
      assert.equal(alice.ear.hear() + bob.ear.hear(), '');
      assert.match(String(hand.failure), /the disk is full/);
      assert.equal(rolledBack, 1);
    });
  }
});

describe('a decision that throws', () => {
  test('is refused as our bug, and the batch continues', async () => {
    const hand = await openHandChat((store) => ({
      ...store,
      accountNamed(folded: string) {
        if (folded === 'boom') throw new Error('a bug');
        return store.accountNamed(folded);
      },
    }));
    const alice = await hand.come('alice', '#a');
    hand.ask(alice.seat, 'first', { kind: 'renamed', name: 'boom' });
    hand.say(alice.seat, 'second', '#a');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), 'first=internal|second=5|');
    assert.equal(hand.bugs.length, 1);
  });
});

describe('the place in the order', () => {
  test('moves over a batch of refusals only, also for who starts from the store', async () => {
    const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
    const hand = new HandChat(store);
    await hand.begin();
    const alice = await hand.come('alice');
    for (const room of ['#x', '#y']) hand.say(alice.seat, 'no', room);
    await hand.bus.deliver();
    assert.equal(store.place().seq, 5);
    await hand.chat.stop();
    const again = new HandChat(store, { newId: () => 'secondrun' });
    assert.equal(again.bus.seq, 5);
    await again.begin();
    assert.equal(store.place().seq, 6);
    const next = await again.come('alice', '#a');
    assert.equal(next.seat.user, 7);
  });

  test('a batch that is handed over again changes nothing and answers nobody', async () => {
    const hand = await openHandChat();
    const alice = await hand.come('alice', '#a');
    hand.say(alice.seat, 'one', '#a');
    const drafts = [...hand.bus.published];
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), 'one=4|');
    hand.bus.seq -= drafts.length;
    hand.say(alice.seat, 'two', '#a');
    await hand.bus.deliver([...drafts, ...hand.bus.published.splice(0)]);
    assert.equal(alice.ear.hear(), 'two=5|');
    hand.bus.seq = 3;
    await hand.bus.deliver(drafts);
    assert.equal(hand.chat.cursor().seq, 5, 'the place went back');
    hand.bus.seq = 5;
    await hand.bus.deliver(drafts);
    assert.equal(alice.ear.hear(), '');
    assert.equal(hand.chat.cursor().seq, 6);
  });
});

describe('the next batch waits a little', () => {
  test('after a batch of many logins or with many writes, and not after others', async () => {
    const pauses: number[] = [];
    const pause = async (ms: number): Promise<void> => void pauses.push(ms);
    const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
    const hand = new HandChat(store, { pause });
    await hand.begin();
    const alice = await hand.come('alice', '#a');
    await hand.come('bob', '#a');
    assert.deepEqual(pauses, [], 'one who came, to two');
    await hand.come('carl', '#a');
    assert.deepEqual(pauses.splice(0), [1], 'one who came, to three');
    hand.say(alice.seat, 'to few', '#b');
    await hand.bus.deliver();
    assert.deepEqual(pauses, []);
    hand.say(alice.seat, 'to all', '#a');
    await hand.bus.deliver();
    assert.deepEqual(pauses, [1]);
    for (const name of ['dora', 'erik', 'fay', 'gus']) {
      hand.ask(hand.chat.open(new Ear()), 'come', { kind: 'came', as: { guest: name } });
    }
    await hand.bus.deliver();
    assert.deepEqual(pauses, [1, 4]);
  });
});

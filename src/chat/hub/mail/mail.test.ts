import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, type HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An ear whose peer takes a part of each write when it is told to. */
class SlowEar extends Ear {
  #drained = Promise.withResolvers<void>();

  override send(frames: Parameters<Ear['send']>[0]): void {
    super.send(frames);
    Object.assign(this.outbox, { queued: spaceBytes + 1, delivered: false, drained: () => this.#drained.promise });
  }

  async takes(all: boolean): Promise<void> {
    Object.assign(this.outbox, { queued: all ? 0 : spaceBytes / 2, delivered: all });
    this.#drained.resolve();
    this.#drained = Promise.withResolvers();
    await turn();
  }
}

/** Alice has account 3, and Bob, a guest, is here. */
async function opened(): Promise<{ hand: HandChat; bob: { ear: Ear; seat: Seat<string> } }> {
  const hand = await openHandChat();
  await hand.register('alice');
  return { hand, bob: await hand.come('bob', '#a') };
}

/** Alice comes; what she hears of it is not forgotten. */
async function comes(hand: HandChat, ear: Ear = new Ear()): Promise<{ ear: Ear; seat: Seat<string> }> {
  const seat = hand.chat.open(ear);
  hand.ask(seat, 'come', { kind: 'came', as: { account: 3, version: 1 } });
  await hand.bus.deliver();
  await turn();
  return { ear, seat };
}

async function goes(hand: HandChat, seat: Seat<string>): Promise<void> {
  hand.chat.close(seat);
  await hand.bus.deliver();
}

describe('mail', () => {
  test('waits for an account that is away, and the sender is told', async () => {
    const { hand, bob } = await opened();
    const waits: boolean[] = [];
    bob.ear.onAnswer = (answer) => void (answer.kind === 'entry' && waits.push(answer.waits));
    hand.say(bob.seat, 'one', 'alice');
    hand.say(bob.seat, 'two', 'alice');
    await hand.bus.deliver();
    const alice = await comes(hand);
    assert.equal(alice.ear.hear(), 'come=7|5 (waited) bob: one|6 (waited) bob: two|');
    hand.say(bob.seat, 'three', 'alice');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), '8 bob: three|');
    assert.deepEqual(waits, [true, true, false]);
  });

  test('comes before the messages in the batch of the arrival itself', async () => {
    const { hand, bob } = await opened();
    hand.say(bob.seat, 'waited', 'alice');
    await hand.bus.deliver();
    const ear = new Ear();
    const seat = hand.chat.open(ear);
    hand.ask(seat, 'come', { kind: 'came', as: { account: 3, version: 1 } }, '#a');
    hand.say(bob.seat, 'live', 'alice');
    hand.say(bob.seat, 'to all', '#a');
    await hand.bus.deliver();
    await turn();
    assert.equal(ear.hear(), 'come=6|5 (waited) bob: waited|7 bob: live|8 bob: to all|');
  });

  test('is delivered once it was written, and not handed over again', async () => {
    const { hand, bob } = await opened();
    hand.say(bob.seat, 'one', 'alice');
    await hand.bus.deliver();
    await goes(hand, (await comes(hand)).seat);
    assert.equal((await comes(hand)).ear.hear(), 'come=8|');
  });

  test('leaves no timer behind when all it was written to have gone', async () => {
    const { hand, bob } = await opened();
    hand.say(bob.seat, 'one', 'alice');
    await hand.bus.deliver();
    const { seat } = await comes(hand);
    assert.equal(hand.clock.due.length, 2);
    await goes(hand, seat);
    assert.equal(hand.clock.due.length, 0);
  });

  test('that is written in portions is delivered as far as the peer has taken all of them', async () => {
    const { hand, bob } = await opened();
    for (let nth = 0; nth < 40; nth++) hand.say(bob.seat, `${nth} ${'x'.repeat(8000)}`, 'alice');
    await hand.bus.deliver();
    const first = async (all: boolean): Promise<string | undefined> => {
      const ear = new SlowEar();
      const { seat } = await comes(hand, ear);
      const written = ear.hear();
      await ear.takes(all);
      assert.notEqual(ear.hear(), '');
      await goes(hand, seat);
      return / bob: (\d+)/.exec(written)?.[1];
    };
    assert.equal(await first(false), '0');
    assert.equal(await first(true), '0');
    assert.notEqual(await first(true), '0');
  });

  test('is not delivered while it stands in the outbox', async () => {
    const { hand, bob } = await opened();
    hand.say(bob.seat, 'one', 'alice');
    await hand.bus.deliver();
    const alice = await comes(hand);
    alice.ear.outbox.delivered = false;
    await goes(hand, alice.seat);
    assert.equal((await comes(hand)).ear.hear(), 'come=8|5 (waited) bob: one|');
  });

  test('live messages that never left the outbox also wait', async () => {
    const { hand, bob } = await opened();
    const alice = await comes(hand);
    alice.ear.outbox.delivered = false;
    hand.say(bob.seat, 'lost on its way', 'alice');
    await hand.bus.deliver();
    await goes(hand, alice.seat);
    assert.equal((await comes(hand)).ear.hear(), 'come=8|6 (waited) bob: lost on its way|');
  });

  test('is posted as one draft for all messages of some seconds', async () => {
    const { hand, bob } = await opened();
    await comes(hand);
    for (const words of ['one', 'two', 'three']) hand.say(bob.seat, words, 'alice');
    await hand.bus.deliver();
    assert.deepEqual(hand.bus.published, []);
    hand.clock.ring();
    assert.deepEqual(
      hand.bus.published.map(({ event }) => event),
      [{ kind: 'heard', rooms: [{ room: 6, since: 5 }], upto: 8, delivered: 8 }],
    );
    await hand.bus.deliver();
    assert.equal(hand.chat.accountNamed('alice')?.delivered, 8);
    hand.clock.ring();
    await hand.bus.deliver();
    assert.equal(hand.clock.due.length, 0);
  });

  test('a slow reader has more time to take it', async () => {
    const { hand, bob } = await opened();
    const alice = await comes(hand);
    alice.ear.outbox.delivered = false;
    hand.say(bob.seat, 'one', 'alice');
    await hand.bus.deliver();
    hand.clock.ring();
    assert.deepEqual(hand.bus.published, []);
    alice.ear.outbox.delivered = true;
    hand.clock.ring();
    assert.equal(hand.bus.published.length, 1);
  });

  test('costs a conversation of two accounts no more drafts than a room', async () => {
    const hand = await openHandChat();
    const count = async (to: (from: string) => string): Promise<number> => {
      let drafts = 0;
      for (let interval = 0; interval < 4; interval++) {
        for (let nth = 0; nth < 10; nth++) {
          const [seat, name] = nth % 2 === 0 ? [alice.seat, 'alice'] : [carol.seat, 'carol'];
          hand.say(seat, `${nth}`, to(name));
          await hand.bus.deliver();
        }
        hand.clock.ring();
        drafts += hand.bus.published.length;
        await hand.bus.deliver();
      }
      return drafts;
    };
    await hand.register('alice');
    await hand.register('carol');
    const [alice, carol] = [await hand.come('alice', '#a'), await hand.come('carol', '#a')];
    assert.equal(await count(() => '#a'), 8);
    assert.equal(await count((from) => (from === 'alice' ? 'carol' : 'alice')), 8);
    const { delivered } = hand.chat.accountNamed('carol') ?? assert.fail();
    assert.ok(delivered >= hand.chat.cursor().seq - 8);
  });

  test('a further session is not handed what another one was written', async () => {
    const { hand, bob } = await opened();
    const first = await comes(hand);
    hand.say(bob.seat, 'one', 'alice');
    await hand.bus.deliver();
    const second = await comes(hand);
    assert.equal(second.ear.hear(), 'come=no-op|');
    assert.equal(first.ear.hear(), 'come=5|6 bob: one|');
  });

  test('a session that asks for its mail by itself takes none, and delivers none', async () => {
    const { hand, bob } = await opened();
    hand.say(bob.seat, 'one', 'alice');
    await hand.bus.deliver();
    const asking = new Ear();
    asking.takesMail = false;
    const alice = await comes(hand, asking);
    hand.say(bob.seat, 'two', 'alice');
    await hand.bus.deliver();
    assert.equal(alice.ear.hear(), 'come=6|');
    await goes(hand, alice.seat);
    assert.equal((await comes(hand)).ear.hear(), 'come=9|5 (waited) bob: one|7 (waited) bob: two|');
  });

  test('what another session of the same user said is not mail', async () => {
    const { hand, bob } = await opened();
    const first = await comes(hand);
    first.ear.outbox.delivered = false;
    hand.say(first.seat, 'from me', 'bob');
    hand.say(bob.seat, 'to me', 'alice');
    await hand.bus.deliver();
    const second = await comes(hand);
    assert.equal(second.ear.hear(), 'come=no-op|7 (waited) bob: to me|');
  });

  test('a guest who registers has heard all that was said to it', async () => {
    const { hand, bob } = await opened();
    const carol = await hand.come('carol');
    hand.say(bob.seat, 'one', 'carol');
    await hand.bus.deliver();
    hand.chat.register(carol.seat, 'secret', 'register');
    await turn();
    await hand.bus.deliver();
    await goes(hand, carol.seat);
    const again = hand.chat.open(carol.ear);
    hand.ask(again, 'come', { kind: 'came', as: { account: 5, version: 1 } });
    carol.ear.hear();
    await hand.bus.deliver();
    await turn();
    assert.equal(carol.ear.hear(), 'come=9|');
  });
});

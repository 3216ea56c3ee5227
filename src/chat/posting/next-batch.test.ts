import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openStore } from '#store/open-store.ts';

import type { ChatOptions } from '#chat/composition/chat-options.ts';
import type { Asked, Draft } from '#chat/event.ts';
import { Ear, HandBus, HandChat, openHandChat } from '#chat/hub/hand-bus.suite.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import { PostedDraft } from '#chat/hub/requests/posted-draft.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** A hand bus that takes drafts only when a test fills the next batch. */
class BatchBus extends HandBus {
  #fill: (() => void) | undefined;

  override whenReady(publish: () => void): void {
    this.#fill = publish;
  }

  /** The drafts of the next batch. */
  fill(): readonly Draft[] {
    const fill = this.#fill;
    this.#fill = undefined;
    fill?.();
    return this.published.splice(0);
  }
}

describe('the next batch', () => {
  async function open(options: Partial<ChatOptions> = {}): Promise<{
    readonly hand: HandChat;
    readonly bus: BatchBus;
    readonly seat: (address: string, ear?: Ear) => Seat<string>;
  }> {
    const bus = new BatchBus();
    const hand = new HandChat(await openStore({ dir: ':memory:', durability: 'relaxed' }), { bus, ...options });
    return { hand, bus, seat: (address, ear = new Ear()) => hand.chat.open(ear, openRules, address) };
  }

  test('has one draft of each of n addresses within ⌈n ÷ batch⌉ batches, however much a crowd of one address asks', async () => {
    const { hand, bus, seat } = await open();
    const crowd = Array.from({ length: 100 }, () => seat('10.0.0.1'));
    for (const each of crowd) for (let n = 0; n < 64; n++) hand.say(each, 'x'.repeat(100), '#a');
    const crowded = bus.fill().length;
    const alone = Array.from({ length: 1500 }, (_, n) => seat(`10.1.${n >> 8}.${n & 255}`));
    for (const each of alone) hand.say(each, 'hi', '#a');
    const ids = new Set(alone.map(({ id }) => id));
    const first = bus.fill();
    const batches = Math.ceil((alone.length + 1) / first.length);
    const taken = [...first];
    for (let batch = 1; batch < batches; batch++) taken.push(...bus.fill());
    assert.equal(taken.filter(({ session }) => ids.has(session)).length, alone.length);
    assert.ok(batches >= 2 && crowded < 6400, `${batches} batches, ${crowded} in one`);
    // Of one with nothing else waiting, in the next.
    const one = seat('10.2.0.1');
    hand.say(one, 'hi', '#a');
    assert.ok(bus.fill().some(({ session }) => session === one.id));
    // The drafts of the node itself are those of one address more.
    void hand.chat.command({ kind: 'registered', name: 'zoe', secret: 'hash' });
    assert.ok(bus.fill().some(({ session }) => session === 0));
  });

  test('is smaller where answers take long, though judging does not', async () => {
    let cpu = 0;
    const { hand, bus, seat } = await open({ cpuTime: () => cpu });
    const ear = new Ear();
    ear.onAnswer = () => void (cpu += 1);
    for (let nth = 0; nth < 40; nth++) {
      const asker = seat('10.0.0.1', ear);
      for (let n = 0; n < 64; n++) hand.say(asker, 'hi', '#a');
    }
    const sizes: number[] = [];
    for (let batch = bus.fill(); batch.length > 0 && sizes.length < 10; batch = bus.fill()) {
      sizes.push(batch.length);
      await bus.deliver(batch);
    }
    const [first = 0] = sizes;
    assert.ok(first > 300 && (sizes.at(-1) ?? 0) < first / 4, sizes.join(' '));
  });

  test('has drafts numbered in the order in which they are taken, and not in that in which they were asked for', async () => {
    const { hand, bus, seat } = await open();
    const [crowd, one] = [seat('10.0.0.1'), seat('10.0.0.2')];
    for (let n = 0; n < 64; n++) hand.say(crowd, 'x'.repeat(16_000), '#a');
    hand.say(one, 'hi', '#a');
    const numbers: number[] = [];
    const sessions: number[] = [];
    for (let batch = bus.fill(); batch.length > 0; batch = bus.fill()) {
      numbers.push(...batch.map(({ nth }) => nth));
      sessions.push(...batch.map(({ session }) => session));
    }
    assert.equal(numbers.length, 65);
    assert.deepEqual(
      numbers,
      [...numbers].sort((left, right) => left - right),
    );
    assert.ok(sessions.indexOf(one.id) < 63);
  });

  test('has its drafts in the order in which they were asked for, whichever turns they were chosen in', async () => {
    const { hand, bus, seat } = await open();
    const [one, other] = [seat('10.0.0.1'), seat('10.0.0.2')];
    for (const [from, text] of [
      [one, 'a'],
      [one, 'b'],
      [one, 'c'],
      [other, 'd'],
    ] as const)
      hand.say(from, text, '#a');
    const texts = bus.fill().map(({ event }) => event.kind === 'message' && event.text);
    assert.deepEqual(texts, ['a', 'b', 'c', 'd']);
  });

  test('counts a draft by its bytes, by how many hear it, and by the names it may mention', async () => {
    const hand = await openHandChat();
    const { seat } = await hand.come('alice', '#a');
    const costOf = (text: string): number => {
      hand.say(seat, text, '#a');
      const asked = seat.requests.last;
      assert.ok(asked instanceof PostedDraft);
      return asked.cost;
    };
    const [short, long] = [costOf('x'), costOf('x'.repeat(1001))];
    assert.equal(long - short, (2000 * 65) / 64);
    assert.equal(costOf('@ @') - costOf('...'), 2 * 512);
    for (let n = 1; n < 64; n++) await hand.come(`p${n}`, '#a');
    assert.equal(costOf('x'), (2 * 64 * short) / 65);
  });

  test('counts a change of a user by how many are told, in all of its rooms', async () => {
    const hand = await openHandChat();
    const { seat } = await hand.come('alice', '#a');
    const toldBy = (event: Asked, room = event.kind === 'message' ? '#a' : undefined): number => {
      hand.ask(seat, 'ask', event, room);
      const asked = seat.requests.last;
      assert.ok(asked instanceof PostedDraft);
      assert.ok(asked.cost >= asked.bytes * (1 + asked.told / 256));
      return asked.told;
    };
    const alone = toldBy({ kind: 'away', text: 'out' });
    await hand.bus.deliver();
    assert.equal(toldBy({ kind: 'message', text: 'back' }), alone, 'all are told that it is back');
    await hand.bus.deliver();
    assert.equal(toldBy({ kind: 'message', text: 'hi' }), 0);
    for (let n = 0; n < 5; n++) await hand.come(`p${n}`, '#a');
    assert.equal(toldBy({ kind: 'renamed', name: 'alina' }), alone + 5);
    hand.ask(seat, 'join', { kind: 'joined' }, '#b');
    await hand.bus.deliver();
    assert.equal(toldBy({ kind: 'away', text: 'out' }), 2 * alone + 5);
    const closed = { kind: 'closed' } as const;
    assert.ok(toldBy(closed, '#a') > 5 * toldBy(closed, '#b') && toldBy(closed, '#nowhere') === 0);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { RunningChat } from '#chat/chat.ts';
import { rulesVersion } from '#chat/composition/create-chat.ts';
import type { Draft } from '#chat/event.ts';
import { Ear, HandBus, HandChat } from '#chat/hub/hand-bus.suite.ts';
import type { Store } from '#chat/ports.ts';
import { openStore } from '#store/open-store.ts';

import { OtherOrder } from './followed-place.ts';
import { RulesDiffer } from './rules-differ.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A bus with other places: they begin at 1000. */
class NamedBus extends HandBus {
  readonly name = 'elsewhere';
}

interface Node {
  readonly chat: RunningChat;
  readonly bus: NamedBus;
  readonly hand: HandChat;
}

/** A node whose run has begun on a bus that goes on at `from`. */
async function beginAt(from: number, store: Store, runId = 'firstrun'): Promise<Node> {
  const bus = new NamedBus();
  const hand = new HandChat(store, { bus, newId: () => runId });
  bus.seq = Math.max(bus.seq, from);
  const begun = hand.chat.begin();
  for (let step = 0; step < 3; step++) {
    await bus.deliver();
    await turn();
  }
  await begun;
  return { chat: hand.chat, bus, hand };
}

/** As another node, or a bus that keeps bytes, would hand it over. */
const copied = (drafts: readonly Draft[]): readonly Draft[] =>
  drafts.map(({ run, nth, settledUpto, session, room, at, event }) =>
    JSON.parse(JSON.stringify({ run, nth, settledUpto, session, room, at, event })),
  );

const inMemory = (): Promise<Store> => openStore({ dir: ':memory:', durability: 'relaxed' });

describe('a bus with other places', () => {
  test('is followed from the place that was committed with the batch, and seqs count drafts', async () => {
    const store = await inMemory();
    const { chat } = await beginAt(1000, store);
    assert.deepEqual(store.place().followed, { bus: 'elsewhere', place: 1002 });
    assert.equal(store.place().seq, 2);
    await chat.stop();
    const again = await beginAt(0, store, 'secondrun');
    assert.equal(again.bus.seq, 1003);
    assert.equal(store.place().seq, 3);
  });

  test('is not followed by a store that has followed another order', async () => {
    const store = await inMemory();
    await beginAt(1000, store);
    assert.throws(() => new HandChat(store), OtherOrder);
    const local = await inMemory();
    await new HandChat(local).begin();
    assert.throws(
      () => new HandChat(local, { bus: new NamedBus() }),
      /that of a single node, .* the order "elsewhere"/,
    );
  });
});

describe('drafts come back as copies', () => {
  test('and are answered by run and number', async () => {
    const store = await inMemory();
    const { chat, bus, hand } = await beginAt(1000, store);
    const ear = new Ear();
    const seat = chat.open(ear);
    hand.ask(seat, 'come', { kind: 'came', as: { guest: 'alice' } }, '#a');
    for (const words of ['one', 'two']) hand.say(seat, words, '#a');
    await bus.deliver(copied(bus.published.splice(0)));
    assert.equal(ear.hear(), 'come=3|one=4|two=5|');
  });

  test('a second copy counts its seqs and answers nobody', async () => {
    const store = await inMemory();
    const { chat, bus, hand } = await beginAt(1000, store);
    const ear = new Ear();
    const seat = chat.open(ear);
    hand.ask(seat, 'come', { kind: 'came', as: { guest: 'alice' } }, '#a');
    const drafts = copied(bus.published.splice(0));
    await bus.deliver([...drafts, ...drafts]);
    hand.say(seat, 'one', '#a');
    await bus.deliver(copied(bus.published.splice(0)));
    assert.equal(ear.hear(), 'come=3|one=5|');
  });
});

describe('the beginning of a run', () => {
  test('of a node with other rules stops this one with a sentence', async () => {
    const store = await inMemory();
    const { bus, hand } = await beginAt(1000, store);
    const event = { kind: 'began', node: 'newer', rules: rulesVersion + 1 } as const;
    await bus.deliver([{ run: 'newerrun', nth: 1, settledUpto: 0, session: 0, at: 0, event }]);
    await turn();
    assert.ok(hand.failure instanceof RulesDiffer);
    assert.match(
      hand.failure.message,
      /^the node "newer" judges by version \d+ of the rules, this one by version \d+\./,
    );
    assert.equal(store.place().seq, 2, 'its draft was taken');
  });

  test('is asked for again when the order holds a later run of the node than the node knew', async () => {
    const store = await inMemory();
    const { chat } = await beginAt(1000, store);
    await chat.stop();
    const bus = new NamedBus();
    const hand = new HandChat(store, { bus, newId: () => 'thirdrun' });
    const begun = hand.chat.begin();
    const late = { kind: 'began', node: 'node', rules: rulesVersion, ends: 'firstrun' } as const;
    await bus.deliver([
      { run: 'secondrun', nth: 1, settledUpto: 0, session: 0, at: 0, event: late },
      ...bus.published.splice(0),
    ]);
    await turn();
    await bus.deliver();
    await begun;
    assert.deepEqual(
      store.runs().map(({ runId }) => runId),
      ['thirdrun'],
    );
  });
});

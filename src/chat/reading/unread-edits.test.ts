import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked, Entry } from '#chat/event.ts';
import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';
import type { Render } from '#chat/hub/format.ts';
import { Ear, type HandChat, openHandChat, renderPlainly } from '#chat/hub/hand-bus.suite.ts';
import type { Seat } from '#chat/hub/seat.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** With the text of an edit. */
const renderEdits: Render = (happening, as) => {
  const said = renderPlainly(happening, as);
  if (!('seq' in happening) || happening.event.kind !== 'edited') return said;
  return new TextEncoder().encode(`${happening.seq} ${happening.from.name} edited: ${happening.event.text}|`);
};

async function asks(hand: HandChat, seat: Seat<string>, event: Asked, room?: string): Promise<void> {
  hand.ask(seat, event.kind, event, room);
  await hand.bus.deliver();
  await turn();
}

/** Alice and carol are in #a; alice says something before bob joins, and something after. */
async function opened(): Promise<{
  hand: HandChat;
  alice: { ear: Ear; seat: Seat<string> };
  carol: { ear: Ear; seat: Seat<string> };
  bob: { ear: Ear; seat: Seat<string> };
  before: number;
  after: number;
}> {
  const hand = await openHandChat();
  const alice = await hand.come('alice', '#a', new Ear(renderEdits));
  const carol = await hand.come('carol', '#a', new Ear(renderEdits));
  await asks(hand, alice.seat, { kind: 'message', text: 'before bob' }, '#a');
  const before = hand.chat.cursor().seq;
  const bob = await hand.come('bob', '#a', new Ear(renderEdits));
  await asks(hand, alice.seat, { kind: 'message', text: 'after' }, '#a');
  const after = hand.chat.cursor().seq;
  for (const { ear } of [alice, carol, bob]) ear.hear();
  return { hand, alice, carol, bob, before, after };
}

const edits = (entries: readonly Entry[] | string): readonly unknown[] =>
  typeof entries === 'string'
    ? [entries]
    : entries.flatMap(({ event }) => (event.kind === 'edited' ? [event.text] : []));

describe('the text of an edit is for those who may read its message', () => {
  test('live, also to those who may read it, in the same batch', async () => {
    const { hand, alice, carol, bob, before, after } = await opened();
    hand.ask(alice.seat, 'one', { kind: 'edited', target: before, text: 'still before bob' });
    hand.ask(alice.seat, 'two', { kind: 'edited', target: after, text: 'for both' });
    await hand.bus.deliver();
    const last = hand.chat.cursor().seq;
    assert.equal(carol.ear.hear(), `${last - 1} alice edited: still before bob|${last} alice edited: for both|`);
    assert.equal(bob.ear.hear(), `${last - 1} alice edited: |${last} alice edited: for both|`);
    await asks(hand, alice.seat, { kind: 'set', name: 'history', value: 'all' }, '#a');
    bob.ear.hear();
    await asks(hand, alice.seat, { kind: 'edited', target: before, text: 'open to all' });
    assert.equal(bob.ear.hear(), `${last + 2} alice edited: open to all|`);
  });

  test('when it is read later', async () => {
    const { hand, alice, carol, bob, before, after } = await opened();
    await asks(hand, alice.seat, { kind: 'edited', target: before, text: 'still before bob' });
    const seq = hand.chat.cursor().seq;
    await asks(hand, alice.seat, { kind: 'edited', target: after, text: 'for both' });
    const { epoch } = hand.chat.cursor();
    const all = (seat: Seat<string>): readonly unknown[] => {
      const next = hand.chat.next(seat, { epoch, seq: 0 }, { limit: 100, length: 10_000 });
      const entry = hand.chat.entry(seat, seq);
      return [
        edits(hand.chat.history(seat, { room: '#a', limit: 100 })),
        edits(hand.chat.latest(seat, '#a', 100)),
        edits(typeof next === 'string' ? next : next.entries),
        edits(entry ? [entry] : []),
      ];
    };
    const both = ['still before bob', 'for both'];
    assert.deepEqual(all(carol.seat), [both, both, both, ['still before bob']]);
    assert.deepEqual(all(bob.seat), [['', 'for both'], ['', 'for both'], ['', 'for both'], ['']]);
  });

  test('to a session that is behind', async () => {
    const { hand, alice, bob, before, after } = await opened();
    const drained = Promise.withResolvers<void>();
    bob.ear.outbox.queued = spaceBytes + 1;
    bob.ear.outbox.drained = () => drained.promise;
    await asks(hand, alice.seat, { kind: 'message', text: 'the last one live' }, '#a');
    const last = hand.chat.cursor().seq;
    await asks(hand, alice.seat, { kind: 'edited', target: before, text: 'still before bob' });
    await asks(hand, alice.seat, { kind: 'edited', target: after, text: 'for both' });
    assert.equal(bob.ear.hear(), `${last} alice: the last one live|`);
    bob.ear.outbox.queued = 0;
    drained.resolve();
    await turn();
    assert.equal(bob.ear.hear(), `${last + 1} alice edited: |${last + 2} alice edited: for both|`);
  });
});

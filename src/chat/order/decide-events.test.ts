import { maxText } from '#chat/limits.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { decide } from './decide.ts';
import type { Entry } from '#chat/event.ts';
import { effectsOf, type Verdict } from '#chat/outcome.ts';
import { sessionMoved } from '#store/hand-made-effects.suite.ts';
import { openJudging } from './judging.suite.ts';

const lobby = { id: 3, name: '#lobby' };
const role = 'member';
const alice = { id: 3, name: 'alice' };
const guest = { account: false };

function entryOf(verdict: Verdict): Entry {
  assert.equal(verdict.kind, 'entry');
  return verdict.kind === 'entry' ? verdict.entry : assert.fail();
}

function roomsOf(verdict: Verdict): readonly number[] {
  if (verdict.kind !== 'entry') return assert.fail();
  return verdict.rooms ?? (verdict.room === 0 ? [] : [verdict.room]);
}

describe('decide', () => {
  test('founded and began: from the node itself, in no room', async () => {
    const { store } = await openJudging();
    assert.deepEqual(store.place(), { seq: 2, at: 1000, epoch: 'epoch1' });
    assert.deepEqual(
      store.runs().map(({ id, runId, node }) => ({ id, runId, node })),
      [{ id: 2, runId: 'run1', node: 'node1' }],
    );
  });

  test('came: a guest, whose id and whose new room are the seq, in one step', async () => {
    const order = await openJudging();
    const came = order.come(1, 'alice', '#lobby');
    assert.deepEqual(entryOf(came), {
      seq: 3,
      id: 'run1-3',
      at: 1000,
      from: { ...alice, ...guest },
      room: lobby,
      event: { kind: 'came', guest: true, joined: true, memberships: [{ ...lobby, role }] },
    });
    assert.deepEqual(roomsOf(came), [3]);
    assert.deepEqual(effectsOf(came), [
      {
        kind: 'presence',
        user: { ...alice, ...guest },
        guest: true,
        here: true,
        away: '',
        rooms: [{ ...lobby, role }],
        until: 0,
      },
      { kind: 'room', room: lobby, pair: undefined, by: 3 },
      { kind: 'member', room: lobby, user: 3, role },
      { ...sessionMoved(3, 0), rooms: [{ ...lobby, role }], entered: 3 },
    ]);
  });

  test('came: an account into what it is a member of; its further sessions are a no-op', async () => {
    const order = await openJudging();
    const account = order.register('carol');
    const as = { account, version: 1 };
    order.ask(1, { kind: 'came', as }, '#b');
    order.join(1, '#c');
    order.ask(1, { kind: 'went' });
    const memberships = [
      { id: 4, name: '#b', role: 'owner' },
      { id: 5, name: '#c', role: 'owner' },
    ] as const;
    const came = order.ask(2, { kind: 'came', as }, '#c');
    assert.deepEqual(entryOf(came).event, { kind: 'came', guest: false, joined: false, memberships });
    assert.deepEqual(roomsOf(came), [4, 5]);
    const user = { id: account, name: 'carol', account: true };
    const session = { ...sessionMoved(account, 0), guest: false, rooms: memberships };
    assert.deepEqual(order.ask(3, { kind: 'came', as }), { kind: 'no-op', user, room: undefined, effects: [session] });
    assert.deepEqual(order.ask(4, { kind: 'came', as }, '#B'), {
      kind: 'no-op',
      user,
      room: { id: 4, name: '#b' },
      effects: [{ ...session, entered: 4 }],
    });
  });

  test('came: a further session into a new room concerns that room alone', async () => {
    const order = await openJudging();
    const as = { account: order.register('carol'), version: 1 };
    order.ask(1, { kind: 'came', as }, '#b');
    const came = order.ask(2, { kind: 'came', as }, '#d');
    assert.deepEqual(roomsOf(came), [5]);
    assert.deepEqual(entryOf(came).room, { id: 5, name: '#d' });
  });

  test('message: a NUL is kept as its picture, and counts as what it is kept as', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#lobby');
    const said = order.ask(1, { kind: 'message', text: 'one\0two\0' }, '#lobby');
    assert.deepEqual(entryOf(said).event, { kind: 'message', text: 'one\u2400two\u2400' });
    const long = order.ask(1, { kind: 'message', text: '\0'.repeat(maxText / 2) }, '#lobby');
    assert.deepEqual(long, { kind: 'refusal', code: 'text-long' });
  });

  test('half a character is kept as U+FFFD, in messages and in all other texts', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#lobby');
    const said = order.ask(1, { kind: 'message', text: 'a\ud83d b\ude00 \u{1f600}' }, '#lobby');
    assert.deepEqual(entryOf(said).event, { kind: 'message', text: 'a\ufffd b\ufffd \u{1f600}' });
    const topic = order.ask(1, { kind: 'topic', text: 'tea\ud800' }, '#lobby');
    assert.deepEqual(entryOf(topic).event, { kind: 'topic', text: 'tea\ufffd' });
    const left = order.ask(1, { kind: 'left', reason: '\udc00' }, '#lobby');
    assert.deepEqual(entryOf(left).event, { kind: 'left', reason: '\ufffd' });
  });

  test('went: the last session of a user, from all its rooms; an earlier one is a no-op', async () => {
    const order = await openJudging();
    const as = { account: order.register('carol'), version: 1 };
    order.ask(1, { kind: 'came', as }, '#b');
    order.join(1, '#c');
    order.ask(2, { kind: 'came', as });
    const ending = { ...sessionMoved(0, 3), guest: false };
    assert.deepEqual(order.ask(1, { kind: 'went', delivered: 5 }), {
      kind: 'no-op',
      user: { id: 3, name: 'carol', account: true },
      room: undefined,
      effects: [ending, { kind: 'cursor', user: 3, room: -3, upto: 5 }],
    });
    const went = order.ask(2, { kind: 'went' });
    assert.deepEqual(entryOf(went).event, { kind: 'went', guest: false });
    assert.deepEqual(roomsOf(went), [4, 5]);
    assert.equal(order.world.present(3), undefined);
  });

  test('renamed: concerns all rooms; the name is the new one, and the old one is free', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#lobby');
    order.join(1, '#two');
    const renamed = order.ask(1, { kind: 'renamed', name: 'ALICE' });
    assert.deepEqual(entryOf(renamed).event, { kind: 'renamed', before: 'alice' });
    assert.deepEqual(entryOf(renamed).from, { id: 3, name: 'ALICE', ...guest });
    assert.deepEqual(roomsOf(renamed), [3, 4]);
    assert.equal(order.ask(1, { kind: 'renamed', name: 'bob' }).kind, 'entry');
    assert.deepEqual(order.ask(1, { kind: 'renamed', name: 'bob' }).kind, 'no-op');
    assert.equal(order.come(2, 'alice').kind, 'entry');
  });

  test('joined, message, left: in their room', async () => {
    const order = await openJudging();
    order.come(1, 'alice');
    const events = [order.join(1, '#Lobby'), order.say(1, '#LOBBY', 'hi'), order.ask(1, { kind: 'left' }, '#lobby')];
    assert.deepEqual(
      events.map((verdict) => entryOf(verdict).event),
      [{ kind: 'joined' }, { kind: 'message', text: 'hi' }, { kind: 'left' }],
    );
    for (const verdict of events) {
      assert.deepEqual(entryOf(verdict).room, { id: 4, name: '#Lobby' });
      assert.deepEqual(roomsOf(verdict), [4]);
    }
  });

  test('a private message makes the direct room, which has the other one’s name', async () => {
    const order = await openJudging();
    order.come(1, 'alice');
    order.come(2, 'bob');
    const first = order.say(2, 'ALICE');
    assert.deepEqual(first.kind === 'entry' && first.pair, [3, 4]);
    assert.deepEqual(entryOf(first).room, { id: 5, name: 'alice' });
    assert.deepEqual(entryOf(order.say(1, 'bob')).room, { id: 5, name: 'bob' });
  });

  test('a private message reaches an account that is not here', async () => {
    const order = await openJudging();
    order.register('carol');
    order.come(1, 'alice');
    assert.deepEqual(entryOf(order.say(1, 'carol')).room, { id: 5, name: 'carol' });
  });

  test('read: applied, with nothing to show', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#lobby');
    assert.deepEqual(order.ask(1, { kind: 'read', upto: 3 }, '#lobby'), {
      kind: 'applied',
      effects: [{ kind: 'cursor', user: 3, room: 3, upto: 3, name: '#lobby' }],
    });
  });

  test('began: ends the guests and the presence of that node’s earlier runs, and no others', async () => {
    const order = await openJudging();
    order.ask('other:0', { kind: 'began', node: 'node2', rules: 1 });
    const as = { account: order.register('carol'), version: 1 };
    order.come(1, 'alice', '#lobby');
    order.come('other:1', 'bob', '#lobby');
    order.ask(2, { kind: 'came', as }, '#side');
    order.ask('other:2', { kind: 'came', as });
    const began = order.ask('again:0', { kind: 'began', node: 'node1', rules: 1, ends: 'run1' });
    assert.deepEqual(entryOf(began).event, {
      kind: 'began',
      node: 'node1',
      rules: 1,
      ended: [{ id: 5, name: 'alice' }],
    });
    assert.deepEqual(roomsOf(began), [5]);
    assert.equal(order.come('again:1', 'alice').kind, 'entry');
    assert.equal(order.say(2, '#side').kind, 'refusal');
    assert.equal(order.world.present(4)?.sessions, 1);
    const last = order.ask('other2:0', { kind: 'began', node: 'node2', rules: 1, ends: 'other' });
    assert.deepEqual(entryOf(last).event, {
      kind: 'began',
      node: 'node2',
      rules: 1,
      ended: [
        { id: 4, name: 'carol' },
        { id: 6, name: 'bob' },
      ],
    });
  });

  test('began: a late copy of an ended run’s beginning, or of one that knew another last run, is refused', async () => {
    const order = await openJudging();
    const begin = (run: string, ends?: string): Verdict =>
      order.ask(`${run}:0`, { kind: 'began', node: 'node1', rules: 1, ends });
    order.come(1, 'alice');
    for (const [run, ends] of [
      ['run2', undefined],
      ['run2', 'run0'],
      ['run1', 'run1'],
    ] as const) {
      assert.deepEqual(begin(run, ends), { kind: 'refusal', code: 'unavailable' });
    }
    assert.equal(begin('run2', 'run1').kind, 'entry');
    assert.equal(begin('run3', 'run2').kind, 'entry');
    assert.equal(begin('run2', 'run1').kind, 'refusal');
    assert.equal(order.come('run3:1', 'alice').kind, 'entry');
    assert.equal(order.world.presentNamed('alice')?.name, 'alice');
  });

  test('one of two sessions of a removed account becomes another user, and the other one stays', async () => {
    const order = await openJudging();
    const [carol, dora] = [order.register('carol'), order.register('dora')];
    for (const session of [1, 2]) order.ask(session, { kind: 'came', as: { account: carol, version: 1 } }, '#b');
    order.ask(0, { kind: 'unregistered', account: carol });
    assert.equal(order.ask(1, { kind: 'came', as: { account: dora, version: 1 } }).kind, 'entry');
    const present = order.store.present().map(({ session, user, guest }) => [session, user.name, guest]);
    assert.deepEqual(present, [
      [1, 'dora', false],
      [2, 'carol', true],
    ]);
    assert.equal(order.say(2, '#b').kind, 'entry');
    assert.equal(order.ask(2, { kind: 'went' }).kind, 'entry');
    assert.equal(order.world.present(carol), undefined);
  });

  test('went: what a guest says was delivered, or what is still to come, counts for nothing', async () => {
    const order = await openJudging();
    order.come(1, 'alice');
    const account = order.register('carol');
    order.ask(2, { kind: 'came', as: { account, version: 1 } });
    for (const session of [1, 2]) {
      const went = order.ask(session, { kind: 'went', delivered: 99 });
      assert.ok(effectsOf(went)?.every((effect) => effect.kind !== 'cursor'));
    }
  });

  test('a draft that comes again is repeated, whatever became of it; also after it was settled', async () => {
    const order = await openJudging();
    order.come(1, 'alice');
    order.join(1, '#a b');
    for (const nth of [3, 4]) {
      const event = { kind: 'message', text: 'again' } as const;
      const draft = { run: 'run1', nth, settledUpto: 0, session: 1, at: 0, event };
      assert.deepEqual(decide(order.world, { seq: 9, draft }), { kind: 'repeated' });
    }
  });

  test('an entry has the time of the clock, however late the one before it was', async () => {
    const order = await openJudging();
    order.world.at = 5000;
    assert.equal(entryOf(order.come(1, 'alice')).at, 1000);
    assert.equal(order.world.at, 1000);
  });
});

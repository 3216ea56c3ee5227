import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Mentions } from '#chat/event.ts';
import { maxMentions } from '#chat/limits.ts';
import { type Judging, openJudging } from './judging.suite.ts';

/** Alice (3) speaks in #lobby, where Bob (4), `straße` (5) and the account carol, who is away, are; dora is elsewhere. */
async function lobby(): Promise<{ order: Judging; carol: number }> {
  const order = await openJudging();
  order.come(1, 'alice', '#lobby');
  order.come(2, 'Bob', '#lobby');
  order.come(3, 'straße', '#lobby');
  order.come(4, 'dora', '#elsewhere');
  const carol = order.register('carol');
  order.ask(5, { kind: 'came', as: { account: carol, version: 1 } }, '#lobby');
  order.ask(5, { kind: 'went' });
  return { order, carol };
}

function mentioned(order: Judging, text: string, to = '#lobby'): Mentions | undefined {
  const verdict = order.say(1, to, text);
  const event = verdict.kind === 'entry' ? verdict.entry.event : assert.fail();
  return event.kind === 'message' ? event.mentions : assert.fail();
}

test('members are mentioned by every form of their names, once each', async () => {
  const { order, carol } = await lobby();
  const rows: readonly (readonly [string, readonly number[]])[] = [
    ['@bob', [4]],
    ['@BOB, @Bob and @Вob', [4]],
    ['hi @carol!', [carol]],
    ['(@bob) "@carol" @STRASSE.', [4, carol, 5]],
    ["@bob’s tea, @bob's tea", [4]],
    ['@@bob', [4]],
    ['tea,@bob', [4]],
  ];
  for (const [text, users] of rows) assert.deepEqual(mentioned(order, text), { users, all: false }, text);
});

test('texts without a whole name of a member mention nobody', async () => {
  const { order } = await lobby();
  for (const text of [
    'bob',
    '@ bob',
    'mail alice@bob',
    '@bobby',
    '@dora',
    '@nobody',
    '@alice',
    '@all',
    '@everyone',
    `@bob${'b'.repeat(80)}`,
    '@',
  ]) {
    assert.equal(mentioned(order, text), undefined, text);
  }
  assert.equal(mentioned(order, '@bob', 'Bob'), undefined, 'in private');
});

test('an operator mentions all members, as one row', async () => {
  const order = await openJudging();
  order.come(1, 'olga', '#room');
  order.come(2, 'bob', '#room');
  assert.deepEqual(mentioned(order, 'tea, @all!', '#room'), { users: [], all: true });
  assert.deepEqual(mentioned(order, '@Everyone, above all @bob', '#room'), {
    users: [order.world.presentNamed('bob')?.id],
    all: true,
  });
  const verdict = order.say(1, '#room', '@all');
  const effects = verdict.kind === 'entry' ? verdict.effects : assert.fail();
  assert.deepEqual(effects, [{ kind: 'mention', seq: order.world.seq, room: 3, user: 0, by: 3, on: true }]);
});

test('the number of examined names is bounded', async () => {
  const { order } = await lobby();
  const others = (count: number): string => '@nobody '.repeat(count);
  assert.deepEqual(mentioned(order, `${others(maxMentions - 1)}@bob`), { users: [4], all: false });
  assert.equal(mentioned(order, `${others(maxMentions)}@bob`), undefined);
});

test('each mention is a row', async () => {
  const { order, carol } = await lobby();
  const verdict = order.say(1, '#lobby', '@bob @carol');
  const effects = verdict.kind === 'entry' ? verdict.effects : assert.fail();
  const seq = order.world.seq;
  assert.deepEqual(effects, [
    { kind: 'mention', seq, room: 3, user: 4, by: 3, on: true },
    { kind: 'mention', seq, room: 3, user: carol, by: 3, on: true },
  ]);
});

test('the mentions of a guest end with it, and those in a removed message', async () => {
  const { order, carol } = await lobby();
  const counted = (user: number): number =>
    order.store.mentions({ room: 3, user, after: 0, before: Infinity, most: 9 });
  order.say(1, '#lobby', '@bob @carol');
  order.say(1, '#lobby', '@carol');
  assert.deepEqual([counted(4), counted(carol)], [1, 2]);
  order.ask(1, { kind: 'redacted', target: order.world.seq });
  assert.deepEqual([counted(4), counted(carol)], [1, 1]);
  order.ask(2, { kind: 'went' });
  assert.deepEqual([counted(4), counted(carol)], [0, 1]);
});

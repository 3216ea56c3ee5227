import { maxText } from '#chat/limits.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Asked, Entry } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import { type Judging, openJudging } from './judging.suite.ts';
import { everything } from '#store/hand-made-order.suite.ts';

type Imported = Asked & { kind: 'imported' };

const said: Imported = { kind: 'imported', from: 'alice', text: 'hello', said: 7, importKey: 'm1' };
const codeOf = (verdict: Verdict): string => (verdict.kind === 'refusal' ? verdict.code : verdict.kind);

function entryOf(verdict: Verdict): Entry {
  assert.ok(verdict.kind === 'entry');
  return verdict.entry;
}

async function withAccounts(): Promise<Judging> {
  const judging = await openJudging();
  for (const name of ['alice', 'bob']) {
    judging.register(name);
    assert.equal(codeOf(judging.ask(0, { kind: 'enrolled', name })), 'entry');
  }
  return judging;
}

test('an account becomes a member of #lobby, once', async () => {
  const judging = await withAccounts();
  const room = judging.world.channel('#lobby');
  const alice = judging.store.accountNamed('alice');
  assert.deepEqual(judging.store.memberships(alice?.id ?? 0), [{ id: room?.id, name: '#lobby', role: 'member' }]);
  assert.equal(codeOf(judging.ask(0, { kind: 'enrolled', name: 'ALICE' })), 'unavailable');
  assert.equal(codeOf(judging.ask(0, { kind: 'enrolled', name: 'nobody' })), 'no-user');
});

test('a present user also becomes a member', async () => {
  const judging = await openJudging();
  const account = judging.register('alice');
  judging.ask(1, { kind: 'came', as: { account, version: 1 } });
  assert.equal(codeOf(judging.ask(0, { kind: 'enrolled', name: 'alice' })), 'entry');
  assert.equal(codeOf(judging.say(1, '#lobby')), 'entry');
});

test('imported messages keep their time, and the order keeps its own', async () => {
  const judging = await withAccounts();
  const open = entryOf(judging.ask(0, said));
  assert.deepEqual(open.event, { kind: 'message', text: 'hello', said: 7 });
  assert.equal(open.at, 1000);
  const closed = judging.ask(0, { ...said, to: 'BOB', importKey: 'm2' });
  assert.equal(entryOf(closed).room?.name, 'bob');
  assert.deepEqual(closed.kind === 'entry' && [closed.waits, closed.inboxes?.length], [false, 2]);
  const room = judging.world.channel('#lobby')?.id ?? 0;
  const kept = judging.store.entries(room, everything).at(-1);
  assert.deepEqual(kept, open);
});

test('a message is imported once', async () => {
  const judging = await withAccounts();
  assert.equal(codeOf(judging.ask(0, said)), 'entry');
  assert.equal(codeOf(judging.ask(0, said)), 'unavailable');
  assert.equal(codeOf(judging.ask(0, { ...said, importKey: 'm2' })), 'entry');
});

test('a refused message leaves its import key free', async () => {
  const judging = await withAccounts();
  judging.come(1, 'guest', '#lobby');
  for (const [wrong, code] of [
    [{ from: 'guest' }, 'no-user'],
    [{ to: 'guest' }, 'no-user'],
    [{ to: 'Alice' }, 'to-self'],
    [{ text: 'x'.repeat(maxText + 1) }, 'text-long'],
    [{ said: 0.5 }, 'unavailable'],
  ] as const) {
    assert.equal(codeOf(judging.ask(0, { ...said, ...wrong })), code);
  }
  assert.equal(codeOf(judging.ask(0, said)), 'entry');
});

test('only a node can import', async () => {
  const judging = await withAccounts();
  judging.come(1, 'guest', '#lobby');
  assert.equal(codeOf(judging.ask(1, said)), 'unavailable');
  assert.equal(codeOf(judging.ask(1, { kind: 'enrolled', name: 'alice' })), 'unavailable');
});

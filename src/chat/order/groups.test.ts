import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Verdict } from '#chat/outcome.ts';
import { openJudging } from './judging.suite.ts';
import { secondOf } from '#text/local-time.ts';
import { parseAddressee, parseGroup, parseName } from '#chat/names/names.ts';

const told = (verdict: Verdict): string =>
  verdict.kind === 'refusal' ? verdict.code : verdict.kind === 'entry' ? verdict.entry.event.kind : verdict.kind;

test('the name of a group can be used only by a session to which a dialect gives it', async () => {
  const order = await openJudging();
  const come = (session: number, guest: string, group?: true): string =>
    told(order.ask(session, { kind: 'came', as: { guest, group } }));
  assert.equal(come(1, 'A5_3'), 'name-reserved');
  assert.equal(come(1, 'A5_3', true), 'came');
  assert.equal(come(2, 'a5_3', true), 'name-taken');
  for (const name of ['alice', 'A5_x', 'server', 'A5_', '']) assert.equal(come(2, name, true), 'name-invalid', name);
  assert.equal(told(order.ask(1, { kind: 'registered', name: '', secret: 'hash' })), 'name-reserved');
  order.come(2, 'bob');
  assert.equal(told(order.ask(2, { kind: 'renamed', name: 'A5_4' })), 'name-reserved');
});

test('a group receives private messages under that name', async () => {
  const order = await openJudging();
  order.come(1, 'bob');
  assert.equal(told(order.say(1, 'A5_3')), 'no-user');
  order.ask(2, { kind: 'came', as: { guest: 'A5_3', group: true } });
  assert.equal(told(order.say(1, 'a5_3')), 'message');
  assert.equal(told(order.say(2, 'bob')), 'message');
  assert.equal(told(order.say(2, 'A5_3')), 'to-self');
  assert.equal(told(order.say(1, 'server')), 'no-user');
  assert.equal(told(order.ask(1, { kind: 'read', upto: 1 }, 'A5_3')), 'applied');
});

test('the receiver of a message may have a reserved name, a name that is taken may not be reserved', () => {
  assert.deepEqual(parseAddressee('Ａ5_7'), { name: 'A5_7', folded: 'a5_7' });
  assert.equal(parseName('Ａ5_7'), 'name-reserved');
  assert.deepEqual(parseGroup('A5_7'), { name: 'A5_7', folded: 'a5_7' });
  assert.equal(parseAddressee('a b'), 'name-invalid');
});

test('a time down to the second, as the clock on the wall shows it', () => {
  assert.equal(secondOf(new Date(2024, 9, 28, 13, 6, 1).getTime()), '2024-10-28 13:06:01');
});

test('a node makes an account of such a name, for a group whose server is linked', async () => {
  const order = await openJudging();
  const ask = (name: string, group?: true): string =>
    told(order.ask(0, { kind: 'registered', name, secret: 'hash', group }));
  assert.equal(ask('A5_71'), 'name-reserved');
  assert.equal(ask('alice', true), 'name-invalid');
  assert.equal(ask('A5_71', true), 'registered');
  assert.equal(ask('a5_71', true), 'name-registered');
  order.come(1, 'bob');
  assert.equal(told(order.say(1, 'A5_71')), 'message');
});

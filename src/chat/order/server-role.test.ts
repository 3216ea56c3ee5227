import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asked, ServerRole } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import { everything } from '#store/hand-made-order.suite.ts';
import { type Judging, openJudging } from './judging.suite.ts';

const said = (verdict: Verdict): string => (verdict.kind === 'refusal' ? verdict.code : verdict.kind);

const give = (order: Judging, session: number, user: string, role: ServerRole | 'none'): string =>
  said(order.ask(session, { kind: 'serverRole', user, role }));

/** Olga (session 1) owns the server, Oscar (2) and Otto (4) are operators, Anna (3) has an account, Gus (5) has none. */
async function opened(): Promise<Judging> {
  const order = await openJudging();
  for (const [session, name] of [
    [1, 'olga'],
    [2, 'oscar'],
    [3, 'anna'],
    [4, 'otto'],
  ] as const) {
    const account = order.register(name);
    order.ask(session, { kind: 'came', as: { account, version: 1 } }, '#lobby');
  }
  order.come(5, 'gus', '#lobby');
  assert.equal(give(order, 0, 'OLGA', 'owner'), 'entry');
  assert.equal(give(order, 0, 'oscar', 'operator'), 'entry');
  assert.equal(give(order, 1, 'otto', 'operator'), 'entry');
  return order;
}

test('only owners, and a node, give and take roles in the server; guests have none', async () => {
  const order = await opened();
  for (const session of [2, 3, 5]) assert.equal(give(order, session, 'anna', 'operator'), 'not-allowed');
  assert.equal(give(order, 2, 'olga', 'none'), 'not-allowed');
  assert.equal(give(order, 1, 'gus', 'operator'), 'no-user');
  assert.equal(give(order, 1, 'nobody', 'operator'), 'no-user');
  assert.equal(give(order, 1, 'anna', 'operator'), 'entry');
  assert.equal(give(order, 1, 'anna', 'operator'), 'no-op');
  assert.equal(give(order, 1, 'anna', 'none'), 'entry');
});

test('the last owner cannot step down, but a node can take its role', async () => {
  const order = await opened();
  assert.equal(give(order, 1, 'olga', 'operator'), 'last-owner');
  assert.equal(give(order, 1, 'otto', 'owner'), 'entry');
  assert.equal(give(order, 1, 'olga', 'none'), 'entry');
  assert.equal(give(order, 1, 'olga', 'owner'), 'not-allowed');
  assert.equal(give(order, 0, 'otto', 'none'), 'entry');
  assert.deepEqual(
    order.world.serverOwnersAndOperators().map(({ role }) => role),
    ['operator'],
  );
});

test('a role ends with its account, and another account of that name does not get it', async () => {
  const order = await opened();
  const olga = order.world.accountNamed('olga')?.id ?? 0;
  order.ask(1, { kind: 'went' });
  order.ask(0, { kind: 'unregistered', account: olga });
  assert.equal(order.world.serverOwnersAndOperators().length, 2);
  order.register('olga');
  assert.equal(order.world.accountNamed('olga')?.serverRole, undefined);
});

const ask = (order: Judging, session: number, event: Asked, room?: string): string =>
  said(order.ask(session, event, room));

test('owners set the chat, operators do not', async () => {
  const order = await opened();
  const setting = { kind: 'setting', name: 'guests', value: 'no' } as const;
  assert.deepEqual(
    [2, 3, 5, 1].map((session) => ask(order, session, setting)),
    [...Array(3).fill('not-allowed'), 'entry'],
  );
});

let codes = 0;
const hash = (): string => (++codes).toString(16).padStart(64, '0');

test('codes are made by those who have the right, and revoked by them and by their makers', async () => {
  const order = await opened();
  const made = { kind: 'tokenMade', purpose: 'invite-server', uses: 1 } as const;
  const sessions = [1, 2, 3, 5];
  assert.deepEqual(
    sessions.map((session) => ask(order, session, { ...made, hash: hash() })),
    ['entry', 'entry', 'not-allowed', 'not-allowed'],
  );
  const reset = (session: number, name: string): string => {
    const account = order.world.accountNamed(name)?.id ?? 0;
    return ask(order, session, { kind: 'tokenMade', purpose: 'password-reset', hash: hash(), uses: 1, account });
  };
  assert.deepEqual(
    ['anna', 'otto', 'olga'].map((name) => reset(1, name)),
    ['entry', 'entry', 'entry'],
  );
  assert.deepEqual(
    ['anna', 'otto', 'olga'].map((name) => reset(2, name)),
    ['entry', 'not-allowed', 'not-allowed'],
  );
  assert.equal(reset(3, 'anna'), 'not-allowed');
  order.ask(3, { kind: 'joined' }, '#den');
  const room = (session: number, name: string): string =>
    ask(order, session, { kind: 'tokenMade', purpose: 'invite-room', hash: hash(), uses: 1 }, name);
  assert.equal(room(3, '#den'), 'entry');
  const id = order.world.seq;
  assert.deepEqual([room(5, '#lobby'), room(4, '#den'), room(3, '#none')], ['not-allowed', 'entry', 'no-room']);
  const revoke = (session: number): string => ask(order, session, { kind: 'tokenRevoked', token: id });
  order.ask(5, { kind: 'joined' }, '#den');
  assert.deepEqual([revoke(5), revoke(3), revoke(3)], ['token-invalid', 'entry', 'token-invalid']);
});

test('uses of a right are kept beside the log, for ever and in order', async () => {
  const order = await opened();
  order.say(1, '#lobby');
  give(order, 1, 'anna', 'operator');
  order.set('guests', 'no');
  const told = (range = {}): unknown[] =>
    order.store.audit({ ...everything, ...range }).map(({ from, event }) => [from.name, event.kind]);
  const all = [
    ['server', 'serverRole'],
    ['server', 'serverRole'],
    ['olga', 'serverRole'],
    ['olga', 'serverRole'],
    ['server', 'setting'],
  ];
  assert.deepEqual(told(), all);
  assert.deepEqual(told({ limit: 2, first: false }), all.slice(-2));
  assert.deepEqual(told({ limit: 2 }), all.slice(0, 2));
  assert.deepEqual(told({ after: order.world.seq }), []);
});

test('a list of the server hits its operators by their exact names alone, and its owners never', async () => {
  const order = await opened();
  const mute = (mask: string): string => said(order.ask(0, { kind: 'listed', list: 'mute', mask }));
  const spoken = (): readonly string[] => [1, 2, 3, 5].map((session) => said(order.say(session, '#lobby')));
  assert.equal(mute('*'), 'entry');
  assert.deepEqual(spoken(), ['entry', 'entry', 'muted', 'muted']);
  for (const name of ['olga', 'oscar']) assert.equal(mute(name), 'entry');
  assert.deepEqual(spoken(), ['entry', 'muted', 'muted', 'muted']);
});

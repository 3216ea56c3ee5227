import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectsOf, type Verdict } from '#chat/outcome.ts';
import type { MadePurpose } from '#chat/rights/token.ts';
import { type Judging, openJudging } from './judging.suite.ts';
import { spend } from './code-rules.ts';

const hashOf = (n: number): string => n.toString(16).padStart(64, '0');

/** Makes a code, as the server. Gives its id. */
function made(
  order: Judging,
  n: number,
  purpose: MadePurpose,
  more: { uses?: number; until?: number; account?: number; room?: string } = {},
): number {
  const { room, ...rest } = more;
  const verdict = order.ask(0, { kind: 'tokenMade', purpose, hash: hashOf(n), uses: 1, ...rest }, room);
  assert.equal(verdict.kind, 'entry');
  return order.world.seq;
}

const register = (order: Judging, session: number | string, n?: number, at = 1000): string => {
  const code = n === undefined ? {} : { code: hashOf(n) };
  return said(order.ask(session, { kind: 'registered', name: '', secret: 'x', ...code }, undefined, { at }));
};

const said = (verdict: Verdict): string => (verdict.kind === 'refusal' ? verdict.code : verdict.kind);

test('a code is made once, kept in the log without its hash, and in no room', async () => {
  const order = await openJudging();
  order.come(1, 'alice', '#tea');
  const verdict = order.ask(
    0,
    { kind: 'tokenMade', purpose: 'invite-room', hash: hashOf(1), uses: 3, until: 5000 },
    '#TEA',
  );
  assert.ok(verdict.kind === 'entry');
  const to = { id: 3, name: '#tea' };
  assert.deepEqual(verdict.entry.event, { kind: 'tokenMade', purpose: 'invite-room', uses: 3, until: 5000, to });
  assert.deepEqual([verdict.kept, verdict.room, verdict.rooms, verdict.entry.room], [true, 0, undefined, undefined]);
  assert.ok(!JSON.stringify(order.store.log(0, 100)).includes(hashOf(1)));
  assert.equal(order.world.token(hashOf(1))?.id, 4);
  assert.equal(
    said(order.ask(0, { kind: 'tokenMade', purpose: 'invite-server', hash: hashOf(1), uses: 1 })),
    'token-invalid',
  );
  assert.equal(
    said(order.ask(0, { kind: 'tokenMade', purpose: 'invite-room', hash: hashOf(2), uses: 1 }, '#no')),
    'no-room',
  );
});

test('an invitation is spent as often as it says, whichever node asks', async () => {
  const order = await openJudging();
  order.ask('run2:0', { kind: 'began', node: 'node2', rules: 1 });
  order.set('registration', 'invite');
  made(order, 1, 'invite-server', { uses: 2 });
  for (const session of [1, 2, 'run2:1', 'run2:2']) order.come(session, `guest${session}`.replace(':', ''));
  assert.equal(register(order, 1), 'code-needed');
  assert.equal(register(order, 1, 2), 'token-invalid');
  assert.deepEqual(
    [1, 'run2:1', 'run2:2', 2].map((session) => register(order, session, 1)),
    ['entry', 'entry', 'token-invalid', 'token-invalid'],
  );
  assert.equal(order.world.token(hashOf(1)), undefined);
});

test('a user who has an account already, or no right to the code, does not spend it', async () => {
  const order = await openJudging();
  made(order, 1, 'invite-server');
  order.come(1, 'alice');
  assert.equal(register(order, 1), 'entry');
  assert.equal(register(order, 1, 1), 'registered-already');
  order.set('registration', 'closed');
  order.come(2, 'bob');
  assert.equal(register(order, 2, 1), 'registration-closed');
  assert.equal(order.world.token(hashOf(1))?.uses, 1);
});

test('a code ends at its time, by the clock of the draft, and a clock that was wrong ends nothing', async () => {
  const order = await openJudging();
  made(order, 1, 'invite-server', { uses: 5, until: 2000 });
  for (const session of [1, 2, 3]) order.come(session, `guest${session}`);
  assert.equal(register(order, 1, 1, 9000), 'token-invalid');
  assert.equal(register(order, 2, 1, 2000), 'token-invalid');
  assert.equal(register(order, 3, 1, 1999), 'entry');
});

test('a code is for one purpose, and one room', async () => {
  const order = await openJudging();
  order.come(1, 'alice', '#tea');
  order.join(1, '#den');
  const account = order.register('carol');
  made(order, 1, 'invite-room', { room: '#tea' });
  made(order, 2, 'password-reset', { account });
  assert.equal(register(order, 1, 1), 'token-invalid');
  assert.equal(register(order, 1, 2), 'token-invalid');
  const [tea, den] = [order.world.channel('#tea')?.id ?? 0, order.world.channel('#den')?.id ?? 0];
  const ordered = {
    seq: 99,
    draft: { run: 'r', nth: 1, settledUpto: 0, session: 1, at: 1000, event: { kind: 'joined' } as const },
  };
  const spent = (n: number, room: number): unknown =>
    spend(order.world, ordered, hashOf(n), { purpose: 'invite-room', room });
  assert.deepEqual([spent(1, den), spent(2, tea), spent(3, tea)], Array(3).fill({ code: 'token-invalid' }));
  assert.deepEqual(spent(1, tea), { kind: 'token', change: 'spent', id: 6 });
});

test('a code opens nothing while the account that has made it could not make it', async () => {
  const order = await openJudging();
  const [carol, dave] = [order.register('carol'), order.register('dave')];
  order.come(9, 'olga', '#tea');
  order.ask(1, { kind: 'came', as: { account: carol, version: 1 } }, '#tea');
  order.come(2, 'guest');
  const role = (role: 'operator' | 'owner' | 'none', user = 'carol'): Verdict =>
    order.ask(0, { kind: 'serverRole', user, role });
  const make = (n: number, purpose: MadePurpose, more: { account?: number; until?: number } = {}): Verdict =>
    order.ask(1, { kind: 'tokenMade', purpose, hash: hashOf(n), uses: 1, ...more }, '#tea');
  const enter = (n: number): Verdict => order.ask(2, { kind: 'joined', code: hashOf(n) }, '#tea');
  assert.equal(make(1, 'invite-room', { until: 9000 }).kind, 'entry', 'members may');
  order.ask(9, { kind: 'set', name: 'invite-only', value: 'yes' }, '#tea');
  assert.deepEqual(enter(1), { kind: 'refusal', code: 'token-invalid' });
  role('operator');
  assert.equal(enter(1).kind, 'entry');
  order.set('registration', 'invite');
  make(2, 'invite-server');
  make(3, 'password-reset', { account: dave });
  const reset = (): string => said(order.ask(8, { kind: 'credential', account: dave, secret: 'x', code: hashOf(3) }));
  role('none');
  assert.equal(register(order, 2, 2), 'token-invalid');
  assert.equal(reset(), 'token-invalid');
  role('operator');
  role('owner', 'dave');
  assert.equal(reset(), 'token-invalid', 'an operator would become an owner');
  role('none', 'dave');
  assert.equal(register(order, 2, 2), 'entry');
  assert.equal(reset(), 'entry');
  make(4, 'invite-server');
  order.ask(0, { kind: 'unregistered', account: carol });
  assert.equal(order.world.token(hashOf(4)), undefined);
  order.come(4, 'eve');
  assert.equal(register(order, 4, 4), 'token-invalid', 'its maker is gone');
});

test('entries about a code name its id and its creator, never the code', async () => {
  const order = await openJudging();
  const carol = order.register('carol');
  order.ask(1, { kind: 'came', as: { account: carol, version: 1 } }, '#tea');
  order.ask(1, { kind: 'set', name: 'invite-only', value: 'yes' }, '#tea');
  const own = { kind: 'tokenMade', purpose: 'invite-room', hash: hashOf(1), uses: 1 } as const;
  assert.equal(order.ask(1, own, '#tea').kind, 'entry');
  const byCarol = { token: order.world.seq, by: { id: carol, name: 'carol' } };
  const byServer = { token: made(order, 2, 'invite-server'), by: { id: 0, name: 'server' } };
  const reset = { token: made(order, 3, 'password-reset', { account: carol }), by: { id: 0, name: 'server' } };
  order.come(2, 'dave', '#lobby');
  const join = order.ask(2, { kind: 'joined', code: hashOf(1) }, '#tea');
  const registers = order.ask(2, { kind: 'registered', name: '', secret: 'x', code: hashOf(2) });
  const sets = order.ask(9, { kind: 'credential', account: carol, secret: 'x', code: hashOf(3) });
  assert.deepEqual(
    [join, registers, sets].map((verdict) => verdict.kind === 'entry' && verdict.entry.event),
    [
      { kind: 'joined', used: byCarol },
      { kind: 'registeredWith', used: byServer },
      { kind: 'credential', used: reset },
    ],
  );
  const audit = order.store.audit({ after: 0, before: Infinity, limit: 100, first: true });
  assert.deepEqual(
    audit.flatMap(({ event }) => ('used' in event && event.used ? [event.used.token] : [])),
    [byCarol.token, byServer.token, reset.token],
  );
  assert.ok(!JSON.stringify(order.store.log(0, 100)).includes(hashOf(1)));
  // A user who is invited by name may enter anyway: the code is not spent, and nothing is told.
  order.come(4, 'eve', '#lobby');
  order.ask(1, { kind: 'invited', user: 'eve' }, '#tea');
  const free = order.ask(4, { kind: 'joined', code: hashOf(9) }, '#tea');
  assert.deepEqual(free.kind === 'entry' && free.entry.event, { kind: 'joined' });
});

test('a code sets the password of its account, from any session, once', async () => {
  const order = await openJudging();
  const [carol, dave] = [order.register('carol'), order.register('dave')];
  order.ask(1, { kind: 'came', as: { account: carol, version: 1 } });
  made(order, 1, 'password-reset', { account: carol });
  const reset = (account: number, n: number, session = 9): string =>
    said(order.ask(session, { kind: 'credential', account, secret: `new${n}`, code: hashOf(n) }));
  assert.equal(reset(dave, 1), 'token-invalid');
  assert.equal(said(order.ask(1, { kind: 'credential', account: carol, secret: 'x' })), 'unavailable');
  assert.equal(reset(carol, 1), 'entry');
  assert.deepEqual([order.world.account(carol)?.secret, order.world.account(carol)?.version], ['new1', 2]);
  assert.equal(reset(carol, 1), 'token-invalid');
});

test('only the last code for a password is valid, and none after another password or without the account', async () => {
  const order = await openJudging();
  const carol = order.register('carol');
  made(order, 1, 'password-reset', { account: carol });
  made(order, 2, 'password-reset', { account: carol });
  assert.equal(order.world.token(hashOf(1)), undefined);
  order.ask(0, { kind: 'credential', account: carol, secret: 'other' });
  assert.equal(order.world.token(hashOf(2)), undefined);
  made(order, 3, 'password-reset', { account: carol });
  order.ask(0, { kind: 'unregistered', account: carol });
  assert.equal(order.world.token(hashOf(3)), undefined);
  assert.equal(
    said(order.ask(0, { kind: 'tokenMade', purpose: 'password-reset', hash: hashOf(4), uses: 1, account: carol })),
    'no-user',
  );
});

test('a revoked code is removed, and no longer counts against the limit', async () => {
  const order = await openJudging();
  const id = made(order, 1, 'invite-server', { uses: 100 });
  assert.equal(order.world.countTokens(0), 1);
  const verdict = order.ask(0, { kind: 'tokenRevoked', token: id });
  assert.ok(verdict.kind === 'entry');
  assert.deepEqual(verdict.entry.event, { kind: 'tokenRevoked', token: id, purpose: 'invite-server' });
  assert.deepEqual(effectsOf(verdict), [{ kind: 'token', change: 'revoked', id, account: 0 }]);
  assert.equal(order.world.countTokens(0), 0);
  order.come(1, 'alice');
  assert.equal(register(order, 1, 1), 'token-invalid');
  assert.equal(said(order.ask(1, { kind: 'tokenRevoked', token: id })), 'token-invalid');
});

test('the first owner makes an account with a code that a node has made, and nobody after it', async () => {
  const order = await openJudging();
  made(order, 1, 'owner');
  made(order, 2, 'owner');
  assert.equal(order.world.token(hashOf(1)), undefined, 'the next code replaces it');
  order.come(1, 'gus', '#lobby');
  order.register('anna');
  const claim = (name: string, n: number): Verdict =>
    order.ask(9, { kind: 'claimed', name, secret: `new${n}`, code: hashOf(n) });
  assert.equal(register(order, 1, 2), 'token-invalid');
  assert.deepEqual(
    ['olga', 'a b', 'GUS', 'anna'].map((name, at) => said(claim(name, at === 0 ? 1 : 2))),
    ['token-invalid', 'name-invalid', 'name-taken', 'name-registered'],
  );
  const verdict = claim('olga', 2);
  assert.ok(verdict.kind === 'entry');
  const user = { id: verdict.entry.seq, name: 'olga' };
  assert.deepEqual(verdict.entry.event, { kind: 'serverRole', user, role: 'owner', before: 'none' });
  assert.equal(verdict.kept, true);
  const account = order.world.accountNamed('olga');
  assert.deepEqual([account?.id, account?.secret, account?.serverRole], [user.id, 'new2', 'owner']);
  assert.equal(order.world.token(hashOf(2)), undefined);
  made(order, 3, 'owner');
  assert.equal(said(claim('otto', 3)), 'token-invalid');
  order.ask(2, { kind: 'came', as: { account: user.id, version: 1 } });
  const own = order.ask(2, { kind: 'tokenMade', purpose: 'owner', hash: hashOf(4), uses: 1 });
  assert.equal(said(own), 'not-allowed');
});

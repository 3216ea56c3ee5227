import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Verdict } from '#chat/outcome.ts';
import { type Judging, openJudging } from './judging.suite.ts';
import { LiveWorld } from './live-world.ts';

/** The members of a room and their roles, as the world and the store know them, by name. */
function rolesIn(order: Judging, name: string): Record<string, string> {
  const room = order.world.channel(name);
  const rows = room ? order.store.members(room.id, 0, 100).filter(({ left }) => left === undefined) : [];
  const named = rows.map(({ user, role }) => {
    const here = order.world.present(user);
    assert.equal(here?.rooms.find(({ id }) => id === room?.id)?.role ?? role, role, 'world and store differ');
    return [here?.name ?? order.world.account(user)?.name ?? `${user}`, role] as const;
  });
  return Object.fromEntries(named);
}

const give = (
  order: Judging,
  session: number,
  user: string,
  role: 'member' | 'voice' | 'operator' | 'owner',
): Verdict => order.ask(session, { kind: 'role', user, role }, '#own');

/** Alice (1) made #own, bob (2), carol (3) and dora (4) joined it, in this order. */
async function company(): Promise<Judging> {
  const order = await openJudging();
  order.come(1, 'alice', '#own');
  for (const [session, name] of [[4, 'dora'], [2, 'bob'], [3, 'carol']] as const) order.come(session, name, '#own'); // prettier-ignore
  return order;
}

describe('roles', () => {
  test('the maker of a room owns it, and nobody owns #lobby', async () => {
    const order = await openJudging();
    order.come(1, 'alice', '#lobby');
    order.join(1, '#own');
    order.come(2, 'bob', '#own');
    assert.deepEqual(rolesIn(order, '#lobby'), { alice: 'member' });
    assert.deepEqual(rolesIn(order, '#own'), { alice: 'owner', bob: 'member' });
  });

  test('are given and taken by those above, and told as an entry', async () => {
    const order = await company();
    const given = give(order, 1, 'BOB', 'operator');
    const bob = order.world.presentNamed('bob');
    assert.ok(given.kind === 'entry' && bob);
    assert.deepEqual(given.entry.event, {
      kind: 'role',
      user: { id: bob.id, name: 'bob' },
      role: 'operator',
      before: 'member',
    });
    assert.equal(given.entry.room?.name, '#own');
    assert.equal(give(order, 2, 'carol', 'voice').kind, 'entry');
    assert.equal(give(order, 2, 'carol', 'voice').kind, 'no-op');
    for (const [session, user, role] of [
      [2, 'alice', 'member'],
      [2, 'carol', 'operator'],
      [2, 'bob', 'owner'],
      [3, 'dora', 'voice'],
    ] as const) {
      assert.deepEqual(give(order, session, user, role), { kind: 'refusal', code: 'not-allowed' });
    }
    assert.equal(give(order, 3, 'carol', 'member').kind, 'entry', 'anybody may give up a role');
    assert.deepEqual(rolesIn(order, '#own'), { alice: 'owner', bob: 'operator', carol: 'member', dora: 'member' });
    assert.deepEqual(new LiveWorld(order.store).present(bob.id)?.rooms, order.world.present(bob.id)?.rooms);
  });

  test('ownership is handed on by making another owner first', async () => {
    const order = await company();
    give(order, 1, 'carol', 'owner');
    assert.equal(give(order, 1, 'alice', 'member').kind, 'entry');
    assert.deepEqual(rolesIn(order, '#own'), { alice: 'member', bob: 'member', carol: 'owner', dora: 'member' });
  });

  test('are refused to outsiders, for #lobby, and to the only owner who would give its role up', async () => {
    const order = await company();
    order.come(5, 'emil', '#lobby');
    order.join(1, '#lobby');
    const refused = (code: string, verdict: Verdict): void => assert.deepEqual(verdict, { kind: 'refusal', code });
    refused('last-owner', give(order, 1, 'alice', 'operator'));
    const notHere: Verdict = { kind: 'refusal', code: 'user-not-here', room: '#own' };
    assert.deepEqual(give(order, 1, 'emil', 'voice'), notHere);
    assert.deepEqual(give(order, 1, 'nobody', 'voice'), notHere);
    refused('not-member', give(order, 5, 'bob', 'voice'));
    refused('no-room', order.ask(1, { kind: 'role', user: 'bob', role: 'voice' }, '#none'));
    refused('not-allowed', order.ask(1, { kind: 'role', user: 'emil', role: 'voice' }, '#lobby'));
    refused('not-allowed', order.ask(0, { kind: 'role', user: 'emil', role: 'owner' }, '#lobby'));
    assert.equal(order.ask(0, { kind: 'role', user: 'emil', role: 'operator' }, '#lobby').kind, 'entry');
    assert.equal(give(order, 0, 'alice', 'member').kind, 'entry', 'the server itself may');
    assert.deepEqual(rolesIn(order, '#own'), { alice: 'member', bob: 'member', carol: 'member', dora: 'member' });
  });

  test('a user who joins a room again has no role', async () => {
    const order = await company();
    give(order, 1, 'bob', 'operator');
    order.ask(2, { kind: 'left' }, '#own');
    order.join(2, '#own');
    assert.equal(rolesIn(order, '#own')['bob'], 'member');
  });
});

describe('the operator who joined first follows the last owner', () => {
  const operators = { bob: 'operator', carol: 'operator' } as const;
  const ends: Readonly<Record<string, (order: Judging) => unknown>> = {
    'who left': (order) => order.ask(1, { kind: 'left' }, '#own'),
    'a guest who ended': (order) => order.ask(1, { kind: 'went' }),
    'a guest whose node was killed': (order) =>
      order.ask('run2:0', { kind: 'began', node: 'node1', rules: 1, ends: 'run1' }),
    'a guest who came as an account': (order) =>
      order.ask(1, { kind: 'came', as: { account: order.register('emil'), version: 1 } }),
  };
  for (const [title, end] of Object.entries(ends)) {
    test(title, async () => {
      const order = await company();
      // On another node, which lives on.
      order.ask('other:0', { kind: 'began', node: 'node2', rules: 1 });
      for (const [name, session] of [['fay', 'other:1'], ['gus', 'other:2'], ['hal', 'other:3']] as const) order.come(session, name, '#own'); // prettier-ignore
      for (const name of ['hal', 'gus']) give(order, 1, name, 'operator');
      end(order);
      const roles = rolesIn(order, '#own');
      assert.equal(roles['gus'], 'owner');
      assert.equal(roles['hal'], 'operator');
      assert.equal(roles['fay'], 'member');
      assert.ok(!('alice' in roles));
    });
  }

  test('does not follow while there is another owner, and nobody follows where there is no operator', async () => {
    const order = await company();
    give(order, 1, 'bob', 'operator');
    give(order, 1, 'carol', 'owner');
    order.ask(1, { kind: 'left' }, '#own');
    assert.deepEqual(rolesIn(order, '#own'), { ...operators, carol: 'owner', dora: 'member' });
    give(order, 3, 'bob', 'member');
    order.ask(3, { kind: 'went' });
    assert.deepEqual(rolesIn(order, '#own'), { bob: 'member', dora: 'member' });
  });

  test('regression: no role outlives an account, present or away', async () => {
    const order = await company();
    const [emil, fay] = [order.register('emil'), order.register('fay')];
    order.ask(5, { kind: 'came', as: { account: emil, version: 1 } }, '#own');
    order.ask(6, { kind: 'came', as: { account: fay, version: 1 } }, '#own');
    for (const name of ['emil', 'fay']) give(order, 1, name, 'owner');
    order.ask(1, { kind: 'left' }, '#own');
    order.ask(6, { kind: 'went' });
    order.ask(0, { kind: 'unregistered', account: fay });
    assert.deepEqual(rolesIn(order, '#own'), { bob: 'member', carol: 'member', dora: 'member', emil: 'owner' });
    give(order, 5, 'bob', 'operator');
    order.ask(0, { kind: 'unregistered', account: emil });
    assert.deepEqual(rolesIn(order, '#own'), { bob: 'owner', carol: 'member', dora: 'member', emil: 'member' });
    const again = order.register('fay');
    order.ask(7, { kind: 'came', as: { account: again, version: 1 } }, '#own');
    assert.equal(rolesIn(order, '#own')['fay'], 'member');
  });
});

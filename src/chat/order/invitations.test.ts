import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Verdict } from '#chat/outcome.ts';

import { openTea, told } from './moderation.suite.ts';

describe('an invitation', () => {
  test('is a row until its user joins, is removed, or has ended', async () => {
    const tea = await openTea();
    const room = tea.order.world.channel('#tea')?.id ?? 0;
    const rows = (): number => tea.order.world.listings(room).length;
    const invite = (session: number, user: string, until?: number): string =>
      told(tea.order.ask(session, { kind: 'invited', user, until }, '#tea'));
    tea.come(4, 'dave', undefined, '#else');
    assert.equal(invite(1, 'carol'), 'no-op', 'she is there');
    assert.equal(invite(1, 'nobody'), 'no-user');
    assert.equal(invite(1, 'dave', 1000), 'time-invalid');
    assert.equal(invite(1, 'dave'), 'entry');
    assert.equal(invite(1, 'dave'), 'no-op');
    assert.equal(rows(), 1);
    assert.equal(tea.join(4), 'entry');
    assert.equal(rows(), 0, 'it is spent');
    tea.kick(1, 'dave');
    assert.equal(invite(1, 'dave'), 'entry');
    tea.go(4);
    assert.equal(rows(), 0, 'a guest ends with its session');
    assert.equal(told(tea.order.ask(1, { kind: 'invited', user: 'bob' })), 'no-room');
  });

  test('is refused for a user whom a ban of its name keeps out, and tells nothing of addresses', async () => {
    const tea = await openTea();
    const invite = (by: number, at = 1000): Verdict =>
      tea.order.ask(by, { kind: 'invited', user: 'bob' }, '#tea', { at });
    tea.list(1, 'ban', 'bob', { until: 2000, reason: 'noise' });
    assert.equal(told(invite(3)), 'no-op', 'he is in the room');
    tea.kick(1, 'bob');
    const refused = { kind: 'refusal', code: 'user-banned', room: '#tea', until: 2000, at: 1000, reason: undefined };
    for (const by of [0, 1, 3]) assert.deepEqual(invite(by), refused);
    assert.equal(told(invite(3, 2000)), 'entry', 'it has ended');
    tea.unlist(1, 'invitation', 'bob');
    tea.list(1, 'ban', 'address:bob', { at: 2000 });
    assert.equal(told(invite(3, 2000)), 'entry');
  });

  test('ends when a ban names its user, and not by one that only matches the name', async () => {
    const tea = await openTea();
    tea.come(4, 'dave', undefined, '#else');
    const ban = (mask: string): string => {
      tea.order.ask(1, { kind: 'invited', user: 'dave' }, '#tea');
      assert.equal(tea.list(1, 'ban', mask), 'entry');
      assert.equal(tea.unlist(1, 'ban', mask), 'entry');
      return tea.order.world
        .listings(tea.order.world.channel('#tea')?.id ?? 0)
        .map(({ list }) => list)
        .join(' ');
    };
    assert.equal(ban('d*'), 'invitation');
    assert.equal(ban('dave'), '');
  });

  test('opens the room only while the one who gave it may invite there', async () => {
    const tea = await openTea();
    tea.come(4, 'dave', undefined, '#else');
    const set = (value: string): Verdict => tea.order.ask(1, { kind: 'set', name: 'invite-only', value }, '#tea');
    const invite = (by: number): string => told(tea.order.ask(by, { kind: 'invited', user: 'dave' }, '#tea'));
    const role = (role: 'operator' | 'member'): Verdict =>
      tea.order.ask(1, { kind: 'role', user: 'bob', role }, '#tea');
    assert.equal(invite(2), 'entry', 'bob may');
    set('yes');
    assert.deepEqual(tea.order.join(4, '#tea'), { kind: 'refusal', code: 'invite-only' });
    role('operator');
    assert.equal(tea.join(4), 'entry');
    tea.kick(1, 'dave');
    assert.equal(invite(2), 'entry');
    role('member');
    assert.equal(tea.join(4), 'invite-only', 'an operator once');
    assert.equal(invite(1), 'entry', 'in place of one that opens nothing');
    assert.equal(tea.join(4), 'entry');
    tea.kick(1, 'dave');
    assert.equal(invite(0), 'entry');
    set('');
    set('yes');
    assert.equal(tea.join(4), 'entry', 'the server always may');
  });

  test('that is listed for an account in the room does not bring it back when it is removed', async () => {
    const tea = await openTea();
    const dora = tea.order.register('dora');
    tea.order.ask(1, { kind: 'set', name: 'invite-only', value: 'yes' }, '#tea');
    tea.list(1, 'invitation', 'account:dora');
    assert.equal(tea.login(5, dora), 'entry');
    tea.list(1, 'invitation', 'account:dora');
    tea.kick(1, 'dora');
    assert.equal(tea.join(5), 'invite-only');
  });

  test('of a user and one of a mask that matches the user are independent', async () => {
    const tea = await openTea();
    tea.come(4, 'dave', undefined, '#else');
    tea.order.ask(2, { kind: 'invited', user: 'dave' }, '#tea');
    tea.order.ask(1, { kind: 'set', name: 'invite-only', value: 'yes' }, '#tea');
    assert.equal(tea.join(4), 'invite-only');
    assert.equal(tea.list(1, 'invitation', 'd*'), 'entry');
    assert.equal(tea.join(4), 'entry');
  });

  test('is told once: another end changes its row alone, and not by everybody', async () => {
    const tea = await openTea();
    tea.come(4, 'dave', undefined, '#else');
    const invite = (by: number, until?: number, at = 1000): string =>
      told(tea.order.ask(by, { kind: 'invited', user: 'dave', until }, '#tea', { at }));
    const rows = (): readonly unknown[] =>
      tea.order.world.listings(tea.order.world.channel('#tea')?.id ?? 0).map(({ by, until }) => [by.name, until]);
    assert.equal(invite(2, 2000), 'entry');
    assert.equal(invite(3, 9000), 'no-op');
    assert.deepEqual(rows(), [['bob', 2000]]);
    assert.equal(invite(2, 3000), 'no-op');
    assert.deepEqual(rows(), [['bob', 3000]]);
    assert.equal(invite(1), 'no-op');
    assert.deepEqual(rows(), [['bob', 0]]);
    assert.equal(invite(1, 1500), 'no-op');
    assert.equal(invite(3, 4000, 1500), 'entry', 'it has ended');
    assert.deepEqual(rows(), [['carol', 4000]]);
  });

  test('of all whom a mask matches is for operators, and is not spent', async () => {
    const tea = await openTea();
    tea.order.ask(1, { kind: 'set', name: 'invite-only', value: 'yes' }, '#tea');
    tea.come(4, 'dave', undefined, '#else');
    assert.equal(tea.join(4), 'invite-only');
    assert.equal(tea.list(2, 'invitation', 'd*'), 'not-allowed', 'a member invites one by one');
    assert.equal(tea.list(1, 'invitation', 'd*', { until: 2000 }), 'entry');
    assert.equal(tea.join(4), 'entry');
    tea.kick(1, 'dave');
    assert.equal(tea.join(4), 'entry');
    assert.equal(tea.come(5, 'dora', undefined, '#tea', 2000), 'invite-only', 'it has ended');
  });
});

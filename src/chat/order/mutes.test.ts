import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Asked, Event } from '#chat/event.ts';

import { openTea, school, told } from './moderation.suite.ts';

describe('a mute', () => {
  test('is not lifted by leaving and joining, by another name, or by another session', async () => {
    const tea = await openTea();
    assert.equal(tea.list(1, 'mute', 'bob'), 'entry');
    assert.equal(tea.say(2), 'muted');
    assert.equal(told(tea.order.ask(2, { kind: 'topic', text: 'x' }, '#tea')), 'muted');
    tea.order.ask(2, { kind: 'left' }, '#tea');
    assert.equal(tea.join(2), 'entry', 'it may be there');
    assert.equal(tea.say(2), 'muted');
    assert.equal(tea.rename(2, 'robert'), 'rename-banned');
    tea.order.ask(2, { kind: 'left' }, '#tea');
    assert.equal(tea.rename(2, 'robert'), 'entry');
    tea.join(2);
    assert.equal(tea.say(2), 'muted');
    tea.go(2);
    assert.equal(tea.come(4, 'bob'), 'entry');
    assert.equal(tea.say(4), 'muted');
    assert.equal(tea.say(4, 1000, 'carol'), 'entry', 'it is for the room');
  });

  test('also forbids editing and reacting, as does a ban of a user who stays; one of the whole server also in private', async () => {
    const tea = await openTea();
    const { order } = tea;
    tea.say(2);
    const inRoom = order.world.seq;
    tea.say(2, 1000, 'carol');
    const inPrivate = order.world.seq;
    const changes = (target: number): readonly string[] => [
      told(order.ask(2, { kind: 'edited', target, text: String(order.world.seq) })),
      told(order.ask(2, { kind: 'reacted', target, emoji: '+1', on: true })),
      told(order.ask(2, { kind: 'reacted', target, emoji: '+1', on: false })),
    ];
    const free = ['entry', 'entry', 'entry'];
    assert.deepEqual(changes(inRoom), free);
    for (const list of ['mute', 'ban'] as const) {
      for (const mask of ['bob', 'b*']) {
        tea.list(1, list, mask);
        assert.deepEqual(new Set(changes(inRoom)), new Set([list === 'mute' ? 'muted' : 'banned']), `${list} ${mask}`);
        assert.deepEqual(changes(inPrivate), free);
        tea.unlist(1, list, mask);
      }
    }
    tea.list(0, 'mute', 'bob', {}, null);
    assert.deepEqual(new Set([...changes(inRoom), ...changes(inPrivate)]), new Set(['muted']));
    assert.equal(told(order.ask(2, { kind: 'redacted', target: inPrivate })), 'entry', 'what it has said may go');
  });

  test('removes the texts of what may still be done: leaving, removing an own message, going away', async () => {
    const tea = await openTea();
    const { order } = tea;
    assert.equal(tea.come(4, 'dan'), 'entry');
    order.join(2, '#else');
    const eventOf = (event: Asked, room?: string): Event => {
      const verdict = order.ask(2, event, room);
      return verdict.kind === 'entry' ? verdict.entry.event : assert.fail(JSON.stringify(verdict));
    };
    const said = (): number => (tea.say(2) === 'entry' ? order.world.seq : 0);
    const [first, second] = [said(), said()];
    const remove = (target: number): Event => eventOf({ kind: 'redacted', target, reason: 'buy' });
    assert.partialDeepStrictEqual(remove(first), { reason: 'buy' });
    tea.list(1, 'mute', 'bob');
    assert.ok(!('reason' in remove(second)));
    const away = (text: string): readonly number[] => {
      const verdict = order.ask(2, { kind: 'away', text });
      return verdict.kind === 'entry' ? (verdict.rooms ?? [verdict.room]) : assert.fail();
    };
    const [room, other] = ['#tea', '#else'].map((name) => order.world.channel(name)?.id ?? 0);
    assert.deepEqual(away('buy'), [other]);
    assert.deepEqual(away(''), [room, other]);
    assert.deepEqual(eventOf({ kind: 'left', reason: 'x'.repeat(9999) }, '#tea'), { kind: 'left' });
    assert.deepEqual(eventOf({ kind: 'left', reason: 'bye' }, '#else'), { kind: 'left', reason: 'bye' });
  });

  test('stays with a guest who registers, and with the guest an account was', async () => {
    const tea = await openTea();
    tea.list(1, 'mute', 'bob');
    assert.equal(told(tea.order.ask(2, { kind: 'registered', name: '', secret: 'hash' })), 'entry');
    assert.equal(tea.say(2), 'muted');
    const bob = tea.order.world.presentNamed('bob')?.id ?? 0;
    tea.order.ask(0, { kind: 'unregistered', account: bob });
    assert.equal(tea.say(2), 'muted');
  });

  test('hits who takes a name that it matches, also one who has spoken before', async () => {
    const tea = await openTea();
    assert.equal(tea.list(1, 'mute', 'r*'), 'entry');
    assert.equal(tea.say(2), 'entry');
    assert.equal(tea.rename(2, 'robert'), 'entry');
    assert.equal(tea.say(2), 'muted');
    assert.equal(tea.say(3), 'entry');
  });

  test('of the whole server holds in all rooms and in private, and a name cannot be changed in it', async () => {
    const tea = await openTea();
    tea.join(2, '#else');
    assert.equal(tea.list(0, 'mute', 'b?b', {}, null), 'entry');
    assert.equal(tea.say(2), 'muted');
    assert.equal(tea.say(2, 1000, '#else'), 'muted');
    assert.equal(tea.say(2, 1000, 'carol'), 'muted');
    assert.equal(told(tea.order.ask(2, { kind: 'away', text: 'to be read by all' })), 'muted');
    assert.equal(told(tea.order.ask(2, { kind: 'away', text: '' })), 'entry');
    assert.equal(tea.rename(2, 'robert'), 'rename-banned');
    assert.equal(tea.say(3), 'entry');
    assert.equal(tea.list(0, 'exception', 'bob', {}, null), 'entry');
    assert.equal(tea.say(2), 'entry');
  });

  test('of the whole server hides the texts of what the user may still do', async () => {
    const tea = await openTea();
    const { order } = tea;
    tea.order.ask(2, { kind: 'joined' }, '#own');
    assert.equal(tea.come(4, 'dan', undefined, '#own'), 'entry');
    tea.list(0, 'mute', 'bob', {}, null);
    assert.equal(told(order.ask(2, { kind: 'invited', user: 'carol' }, '#own')), 'muted');
    assert.equal(told(order.ask(2, { kind: 'roomNamed', name: '#buy' }, '#own')), 'muted');
    assert.equal(told(order.ask(2, { kind: 'joined' }, '#buy')), 'no-room', 'it makes no room');
    assert.equal(told(order.ask(3, { kind: 'joined' }, '#sell')), 'entry');
    assert.equal(told(order.ask(2, { kind: 'joined' }, '#sell')), 'entry');
    const reasons = (
      [
        { kind: 'listed', list: 'mute', mask: 'dan', reason: 'buy' },
        { kind: 'kicked', user: 'dan', reason: 'buy' },
        { kind: 'closed', reason: 'buy' },
      ] as const
    ).map((asked) => order.ask(2, asked, '#own'));
    for (const verdict of reasons) assert.ok(verdict.kind === 'entry' && !('reason' in verdict.entry.event));
  });

  test('of an address hits a further session from there, and ends with it', async () => {
    const tea = await openTea();
    const dora = tea.order.register('dora');
    tea.login(4, dora);
    assert.equal(tea.list(1, 'mute', 'address:carol'), 'entry');
    assert.equal(tea.say(4), 'entry');
    tea.login(5, dora, school);
    assert.equal(tea.say(4), 'muted');
    tea.go(5);
    assert.equal(tea.say(4), 'entry');
  });
});

describe('a ban of the whole server', () => {
  test('ends the sessions it hits, and refuses logins', async () => {
    const tea = await openTea();
    const dora = tea.order.register('dora');
    const verdict = tea.order.ask(0, { kind: 'listed', list: 'ban', mask: 'address:bob', reason: 'noise' });
    assert.ok(verdict.kind === 'entry' && verdict.entry.room === undefined);
    assert.deepEqual(
      verdict.effects?.filter(({ kind }) => kind === 'sessionsEnded'),
      ['bob', 'carol'].map((name) => ({
        kind: 'sessionsEnded',
        user: tea.order.world.presentNamed(name)?.id,
        why: 'banned',
        reason: 'noise',
      })),
    );
    assert.equal(tea.say(2), 'server-banned', 'until its session has ended');
    assert.equal(tea.come(4, 'zoe', school), 'server-banned');
    assert.equal(tea.login(4, dora, school), 'server-banned');
    assert.equal(tea.login(4, dora), 'entry');
    assert.equal(tea.list(0, 'exception', 'account:dora', {}, null), 'entry');
    assert.equal(tea.login(5, dora, school), 'no-op', 'she is let in once more');
  });

  test('of a name refuses that name alone, also to those who would take it', async () => {
    const tea = await openTea();
    tea.list(0, 'ban', 'troll*', {}, null);
    assert.equal(tea.come(4, 'TROLL7'), 'name-banned');
    assert.equal(tea.come(4, 'dave'), 'entry');
    assert.equal(tea.rename(4, 'trolly'), 'name-banned');
    tea.list(0, 'ban', '*', {}, null);
    assert.equal(tea.come(5, 'emil'), 'server-banned', 'no name would do');
  });

  test('and a kick are for the operators of the server', async () => {
    const tea = await openTea();
    assert.equal(tea.list(1, 'ban', 'bob', {}, null), 'not-allowed');
    assert.equal(told(tea.order.ask(1, { kind: 'kicked', user: 'bob' })), 'not-allowed');
    const verdict = tea.order.ask(0, { kind: 'kicked', user: 'Bob', reason: 'enough' });
    assert.ok(verdict.kind === 'entry');
    const user = { id: tea.order.world.presentNamed('bob')?.id, name: 'bob' };
    assert.deepEqual(verdict.entry.event, { kind: 'kicked', user, reason: 'enough' });
    assert.deepEqual(verdict.effects, [{ kind: 'sessionsEnded', user: user.id, why: 'kicked', reason: 'enough' }]);
    tea.order.register('dora');
    assert.deepEqual(tea.order.ask(0, { kind: 'kicked', user: 'dora' }), { kind: 'refusal', code: 'user-not-here' });
    const elsewhere = tea.order.ask(0, { kind: 'kicked', user: 'dora' }, '#tea');
    assert.deepEqual(elsewhere, { kind: 'refusal', code: 'user-not-here', room: '#tea' });
    assert.equal(told(tea.order.ask(0, { kind: 'kicked', user: 'nobody' })), 'no-user');
  });
});

describe('a kick', () => {
  test('ends the membership, and the user may come again', async () => {
    const tea = await openTea();
    assert.equal(tea.kick(2, 'carol'), 'not-allowed');
    assert.equal(tea.kick(1, 'alice'), 'not-allowed');
    assert.equal(tea.kick(1, 'bob', 'x'.repeat(513)), 'reason-long');
    assert.equal(tea.kick(1, 'BOB', 'enough'), 'entry');
    assert.equal(tea.members(), 'alice carol');
    assert.equal(tea.kick(1, 'bob'), 'user-not-here');
    assert.equal(tea.join(2), 'entry');
  });

  test('of the last owner makes the senior operator one', async () => {
    const tea = await openTea();
    tea.order.ask(1, { kind: 'role', user: 'carol', role: 'operator' }, '#tea');
    assert.equal(tea.kick(0, 'alice'), 'entry');
    const carol = tea.order.world.presentNamed('carol');
    assert.equal(carol?.rooms[0]?.role, 'owner');
  });
});

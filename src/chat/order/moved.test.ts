import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { UserRef } from '#chat/event.ts';
import { effectsOf } from '#chat/outcome.ts';
import { LiveWorld } from './live-world.ts';
import { home, openTea, school, type Tea, told } from './moderation.suite.ts';

const cafe = 'c'.repeat(32);

/** Session `link`, which has not logged in, asks that `session` continues at its address. */
const move = (tea: Tea, session: number, address?: string, link = 9, at = 1000): string =>
  told(tea.order.ask(link, { kind: 'moved', session, address }, undefined, { at }));

/** Bans from the server, and gives whose sessions end, by name. */
function ban(tea: Tea, mask: string, more: { until?: number; reason?: string } = {}): readonly string[] {
  const verdict = tea.order.ask(0, { kind: 'listed', list: 'ban', mask, ...more });
  const names = (id: UserRef['id']): string => tea.order.world.present(id)?.name ?? '';
  return (effectsOf(verdict) ?? []).flatMap((effect) => (effect.kind === 'sessionsEnded' ? [names(effect.user)] : []));
}

describe('a session that continues at another address', () => {
  test('is hit by a ban of that address, and not by one of its old address', async () => {
    const tea = await openTea();
    assert.equal(move(tea, 2, cafe), 'applied');
    assert.deepEqual(ban(tea, `address:${school}`), ['carol']);
    assert.deepEqual(ban(tea, `address:${cafe}`), ['bob']);
    assert.equal(tea.come(4, 'zoe', school), 'server-banned');
  });

  test('stays where it is if a login from there would be refused, and learns until when and why', async () => {
    const tea = await openTea();
    ban(tea, `address:${cafe}`, { until: 5000, reason: 'noise' });
    const refused = tea.order.ask(9, { kind: 'moved', session: 2, address: cafe });
    assert.deepEqual(refused, { kind: 'refusal', code: 'server-banned', until: 5000, at: 1000, reason: 'noise' });
    assert.deepEqual(tea.order.world.presentNamed('bob')?.addresses, [school]);
    assert.equal(move(tea, 2, cafe, 9, 5000), 'applied', 'the ban has ended');
  });

  test('may come from a banned address as an exception, like a login', async () => {
    const tea = await openTea();
    ban(tea, `address:${cafe}`);
    assert.equal(tea.list(0, 'exception', 'bob', {}, null), 'entry');
    assert.equal(move(tea, 2, cafe), 'applied');
    assert.equal(move(tea, 3, cafe), 'server-banned');
  });

  test('is one of several of its user: the others keep their addresses', async () => {
    const tea = await openTea();
    const dora = tea.order.register('dora');
    for (const session of [4, 5]) tea.login(session, dora, school);
    tea.login(6, dora);
    const addresses = (): readonly string[] => tea.order.world.present(dora)?.addresses ?? [];
    assert.equal(move(tea, 5, cafe), 'applied');
    assert.deepEqual(addresses(), [school, cafe]);
    assert.equal(move(tea, 6, home), 'applied', 'it had none that can be banned');
    assert.equal(move(tea, 4), 'applied', 'it has none from here on');
    assert.deepEqual(addresses(), [cafe, home]);
    assert.deepEqual(ban(tea, `address:${school}`), ['bob', 'carol']);
    tea.go(5);
    assert.deepEqual(addresses(), [home], 'a departure takes the address it has now');
    assert.deepEqual(ban(tea, 'address:dora'), ['alice', 'dora']);
  });

  test('is muted by its new address at once', async () => {
    const tea = await openTea();
    assert.equal(tea.list(0, 'mute', `address:${cafe}`), 'entry');
    assert.equal(tea.say(2), 'entry');
    move(tea, 2, cafe);
    assert.equal(tea.say(2), 'muted');
    move(tea, 2, home);
    assert.equal(tea.say(2), 'entry');
  });

  test('is logged in, of the asking run, and asked for by a session that is not logged in', async () => {
    const tea = await openTea();
    tea.order.ask('run2:0', { kind: 'began', node: 'node2', rules: 1 });
    assert.equal(move(tea, 7, cafe), 'unavailable');
    assert.equal(move(tea, 2, cafe, 3), 'unavailable');
    assert.equal(told(tea.order.ask('run2:9', { kind: 'moved', session: 2, address: cafe })), 'unavailable');
    const as = { account: tea.order.register('dora'), grant: 'none' };
    const byGrant = tea.order.ask(-1, { kind: 'moved', session: 2, address: cafe }, undefined, { as });
    assert.equal(told(byGrant), 'grant-invalid');
  });

  test('has its address in a reopened world, too', async () => {
    const tea = await openTea();
    move(tea, 2, cafe);
    move(tea, 3);
    const again = new LiveWorld(tea.order.store);
    for (const { id, addresses } of tea.order.world.everyone())
      assert.deepEqual(again.present(id)?.addresses, addresses);
    assert.deepEqual(again.run('run1')?.addresses, tea.order.world.run('run1')?.addresses);
  });
});

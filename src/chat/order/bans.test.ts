import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { LiveWorld } from './live-world.ts';
import { home, openTea, school, told } from './moderation.suite.ts';

describe('a ban of a room', () => {
  test('forbids to speak, to set the topic and to come back, and removes when asked', async () => {
    const tea = await openTea();
    assert.equal(tea.list(1, 'ban', 'bob'), 'entry');
    assert.equal(tea.say(2), 'banned');
    assert.equal(told(tea.order.ask(2, { kind: 'topic', text: 'x' }, '#tea')), 'banned');
    assert.equal(tea.say(3), 'entry', 'it hits nobody else');
    assert.equal(tea.members(), 'alice bob carol', 'it removes nobody');
    assert.equal(tea.list(1, 'ban', 'bob', { kick: true }), 'entry');
    assert.equal(tea.members(), 'alice carol');
    assert.equal(tea.join(2), 'banned');
    assert.equal(tea.say(2), 'banned', 'not only that it is no member');
    assert.equal(tea.join(2, '#else'), 'entry');
    assert.equal(tea.unlist(1, 'ban', 'BOB'), 'entry');
    assert.equal(tea.join(2), 'entry');
    assert.equal(tea.say(2), 'entry');
  });

  test('is not evaded by another name, by another session of the name, or by the way of a login', async () => {
    const tea = await openTea();
    tea.list(1, 'ban', 'bob', { kick: true });
    assert.equal(tea.rename(2, 'robert'), 'entry');
    assert.equal(tea.join(2), 'banned', 'the same user with another name');
    tea.go(2);
    assert.equal(tea.come(4, 'BÖB'), 'entry');
    assert.equal(tea.come(5, 'Вob'), 'banned', 'a name that looks the same, in the draft that logs in');
    assert.equal(tea.come(6, 'bob', undefined, '#else'), 'entry');
    assert.equal(tea.join(6), 'banned');
  });

  test('of an account holds in every session, also after it was away', async () => {
    const tea = await openTea();
    const dora = tea.order.register('dora');
    tea.login(4, dora);
    assert.equal(tea.list(1, 'ban', 'account:dora'), 'entry');
    tea.login(5, dora, undefined, '#else');
    assert.equal(tea.say(5), 'banned');
    tea.go(4);
    tea.go(5);
    assert.equal(tea.list(1, 'ban', 'account:dora', { kick: true }), 'entry', 'it is removed although it is away');
    assert.equal(tea.login(6, dora), 'banned');
    assert.equal(tea.list(1, 'ban', 'account:nobody'), 'no-user');
  });

  test('of an address hits those who are there and a new guest from there', async () => {
    const tea = await openTea();
    assert.equal(tea.list(1, 'ban', 'address:bob', { kick: true }), 'entry');
    assert.equal(tea.members(), 'alice', 'carol shares the address');
    tea.go(2);
    assert.equal(tea.come(4, 'zoe', school), 'banned');
    assert.equal(tea.come(4, 'zoe', home), 'entry');
    assert.equal(tea.list(1, 'ban', `address:${home}`), 'not-allowed', 'only the server’s operators know hashes');
    assert.equal(tea.list(0, 'ban', `address:${home}`), 'entry');
    assert.equal(tea.say(4), 'banned');
    assert.equal(tea.say(1), 'entry', 'the owner is above the lists');
    assert.deepEqual(
      tea.order.world.listings(tea.order.world.channel('#tea')?.id ?? 0).map(({ shown }) => shown),
      ['address:hidden', 'address:bob'],
    );
    assert.equal(tea.unlist(1, 'ban', 'address:bob'), 'entry');
    assert.equal(tea.come(5, 'yan', school), 'entry');
  });

  test('cannot be of a shared address, or of the address of somebody who is away', async () => {
    const tea = await openTea();
    tea.come(4, 'dave');
    tea.order.register('dora');
    assert.equal(tea.list(1, 'ban', 'address:dave'), 'no-address');
    assert.equal(tea.list(1, 'ban', 'address:dora'), 'no-address');
    assert.equal(tea.list(1, 'ban', 'address:nobody'), 'no-user');
  });

  test('ends by the time of drafts, and no clock deletes it', async () => {
    const tea = await openTea();
    assert.equal(tea.list(1, 'ban', 'b*', { until: 5000 }), 'entry');
    assert.equal(tea.say(2, 4999), 'banned');
    assert.equal(tea.say(2, 5000), 'entry');
    assert.equal(tea.say(2, 9_000_000_000_000), 'entry', 'a clock that is far ahead');
    assert.equal(tea.list(1, 'mute', 'carol', { at: 9_000_000_000_000 }), 'entry');
    assert.equal(tea.say(2, 4000), 'banned', 'the clock is corrected, and the ban is still there');
    assert.equal(tea.list(1, 'ban', 'x', { until: 999 }), 'time-invalid');
    assert.equal(tea.list(1, 'ban', 'x', { until: 1000.5 }), 'time-invalid');
    assert.equal(tea.list(1, 'ban', 'b*', { until: 6000, at: 5500 }), 'entry', 'the row is replaced');
    assert.equal(tea.say(2, 5999), 'banned');
    assert.equal(tea.order.world.listings(4).length, 0);
  });
});

describe('the masks of a list', () => {
  test('with wildcards hit neither operators nor owners; those that name an operator do', async () => {
    const tea = await openTea();
    tea.order.ask(1, { kind: 'role', user: 'bob', role: 'operator' }, '#tea');
    assert.equal(tea.list(2, 'ban', '*', { kick: true }), 'entry');
    assert.equal(tea.members(), 'alice bob');
    assert.equal(tea.say(2), 'entry');
    assert.equal(tea.list(2, 'ban', 'alice'), 'not-allowed');
    assert.equal(tea.list(1, 'mute', 'bob'), 'entry');
    assert.equal(tea.say(2), 'muted');
    assert.equal(tea.unlist(2, 'mute', 'bob'), 'not-allowed', 'an operator does not free itself');
    assert.equal(tea.list(2, 'exception', 'bob'), 'not-allowed');
    assert.equal(tea.list(2, 'exception', 'b*'), 'entry');
    assert.equal(tea.say(2), 'muted', 'an exception with wildcards does not lift a row that names it');
  });

  test('of exceptions keep bans and mutes off', async () => {
    const tea = await openTea();
    assert.equal(tea.list(1, 'exception', 'carol'), 'entry');
    assert.equal(tea.list(1, 'ban', 'address:bob', { kick: true }), 'entry');
    assert.equal(tea.members(), 'alice carol');
    assert.equal(tea.list(1, 'mute', '?a*'), 'entry');
    assert.equal(tea.say(3), 'entry');
    assert.equal(tea.unlist(1, 'exception', 'carol'), 'entry');
    assert.equal(tea.say(3), 'banned');
  });

  test('are not of oneself, not even by an owner; an exception may be', async () => {
    const tea = await openTea();
    for (const mask of ['alice', 'Alice']) {
      assert.equal(tea.list(1, 'ban', mask), 'not-allowed');
      assert.equal(tea.list(1, 'mute', mask), 'not-allowed');
    }
    assert.equal(tea.list(1, 'exception', 'alice'), 'entry');
    assert.equal(tea.list(1, 'ban', 'a*'), 'entry', 'which does not hit her');
  });

  test('are for operators, are masks, and are not more than a list holds', async () => {
    const tea = await openTea();
    assert.equal(tea.list(2, 'ban', 'carol'), 'not-allowed');
    assert.equal(tea.unlist(2, 'ban', 'carol'), 'not-allowed');
    assert.equal(tea.list(1, 'ban', 'a b'), 'mask-invalid');
    assert.equal(tea.list(1, 'ban', 'x', {}, '#none'), 'no-room');
    assert.equal(tea.unlist(1, 'ban', 'carol'), 'not-listed');
    assert.equal(tea.list(1, 'ban', 'x', { reason: 'é'.repeat(257) }), 'reason-long');
    assert.equal(tea.list(1, 'ban', 'x', { reason: 'one\ntwo' }), 'entry');
    assert.equal(tea.list(1, 'ban', 'X', { reason: 'one two' }), 'no-op', 'the same once more');
    tea.fill('ban', 499);
    assert.equal(tea.list(1, 'ban', 'n500'), 'list-full');
    assert.equal(tea.list(1, 'ban', 'n1', { reason: 'another' }), 'entry');
    assert.equal(tea.list(1, 'mute', 'n500'), 'entry', 'the other lists have room');
  });

  test('count equally in a reopened world', async () => {
    const tea = await openTea();
    tea.list(1, 'ban', 'address:bob');
    tea.list(1, 'mute', 'a*');
    const { store, world } = tea.order;
    const again = new LiveWorld(store);
    const room = world.channel('#tea')?.id ?? 0;
    assert.deepEqual(again.listings(room), world.listings(room));
    for (const user of world.everyone()) {
      const found = again.present(user.id);
      assert.deepEqual(found?.addresses, user.addresses);
      assert.deepEqual(
        found && again.speechRules(room)?.forbids(found, 1000),
        world.speechRules(room)?.forbids(user, 1000),
      );
    }
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectsOf } from '#chat/outcome.ts';
import { hashOf, openGranting, said } from './granting.suite.ts';

test('a grant speaks as its account, which is no more present by that', async () => {
  const { granting, order, alice } = await openGranting();
  const device = granting.grant('device', alice);
  const verdict = granting.act(alice, device, { kind: 'message', text: 'from afar' }, '#lobby');
  assert.ok(verdict.kind === 'entry');
  assert.deepEqual(verdict.entry.from, { id: alice, name: 'alice', account: true });
  assert.equal(effectsOf(verdict), undefined);
  assert.equal(order.world.present(alice), undefined);
  assert.deepEqual(order.store.present().length, 1);
  assert.equal(
    order.store.said({ room: verdict.room, user: alice, after: 0, before: 999, most: 9 }).own,
    order.world.seq,
  );
});

test('a grant that was guessed, of another account, has ended or was revoked does nothing', async () => {
  const { granting, order, alice } = await openGranting();
  const carol = granting.member('carol');
  const bot = granting.grant('bot', alice, { scopes: ['post'], until: 2000 });
  const code = hashOf(77);
  order.ask(0, { kind: 'tokenMade', purpose: 'invite-server', hash: code, uses: 1 });
  assert.equal(granting.say(alice, hashOf(99)), 'grant-invalid');
  assert.equal(granting.say(alice, code), 'grant-invalid');
  assert.equal(granting.say(carol, bot), 'grant-invalid');
  assert.equal(granting.say(alice, bot), 'entry');
  const late = granting.act(alice, bot, { kind: 'message', text: 'late' }, '#lobby', { at: 2000 });
  assert.equal(said(late), 'grant-invalid');
  order.ask(0, { kind: 'tokenRevoked', token: granting.idOf(bot) });
  assert.equal(granting.say(alice, bot), 'grant-invalid');
});

test('a leaked code stops at the place of its revocation, also on another node', async () => {
  const { granting, order, alice } = await openGranting();
  order.ask('run2:0', { kind: 'began', node: 'node2', rules: 1 });
  const bot = granting.grant('bot', alice, { scopes: ['post'] });
  const elsewhere = (): string =>
    said(granting.act(alice, bot, { kind: 'message', text: 'spam' }, '#lobby', { run: 'run2' }));
  assert.equal(elsewhere(), 'entry');
  const device = granting.grant('device', alice);
  const revoked = granting.act(alice, device, { kind: 'tokenRevoked', token: granting.idOf(bot) });
  assert.ok(revoked.kind === 'entry');
  assert.deepEqual(revoked.entry.event, {
    kind: 'tokenRevoked',
    token: order.world.seq - 3,
    purpose: 'bot',
    account: { id: alice, name: 'alice' },
    label: 'bot 1',
  });
  assert.equal(elsewhere(), 'grant-invalid');
});

test('a device may make bots and webhooks, and bots may not', async () => {
  const { granting, order, alice } = await openGranting();
  order.ask(0, { kind: 'role', user: 'alice', role: 'operator' }, '#lobby');
  const device = granting.grant('device', alice);
  const bot = granting.grant('bot', alice, { scopes: ['read', 'post', 'rooms', 'moderate'] });
  const made = { kind: 'tokenMade', uses: 1, label: 'build' } as const;
  const ask = (grant: string, purpose: 'bot' | 'webhook' | 'device', n: number): string =>
    said(granting.act(alice, grant, { ...made, purpose, hash: hashOf(n), scopes: ['post'] }, '#lobby'));
  assert.deepEqual([ask(device, 'bot', 50), ask(device, 'webhook', 51)], ['entry', 'entry']);
  assert.deepEqual([ask(bot, 'bot', 52), ask(bot, 'webhook', 53)], ['out-of-scope', 'out-of-scope']);
  assert.deepEqual([ask(device, 'device', 54), ask(device, 'bot', 50)], ['not-allowed', 'token-invalid']);
  assert.deepEqual(order.store.token(hashOf(50)), {
    id: order.world.seq - 5,
    hash: hashOf(50),
    purpose: 'bot',
    owner: alice,
    room: 0,
    until: 0,
    uses: 1,
    at: 1000,
    by: alice,
    scopes: ['post'],
    label: 'build',
    used: 0,
  });
  assert.ok(!JSON.stringify(order.store.log(0, 1000)).includes(hashOf(50)), 'the hash is in no entry');
});

test('a webhook speaks in its room only, as long as its account is a member there', async () => {
  const { granting, order, alice } = await openGranting();
  order.ask(1, { kind: 'joined' }, '#tea');
  const hook = granting.grant('webhook', alice, { room: '#lobby' });
  assert.throws(() => granting.grant('webhook', alice, { room: '#tea' }), /not-member/);
  assert.equal(granting.say(alice, hook), 'entry');
  assert.equal(granting.say(alice, hook, '#tea'), 'out-of-scope');
  assert.equal(granting.say(alice, hook, 'bob'), 'out-of-scope');
  assert.equal(said(granting.act(alice, hook, { kind: 'left' }, '#lobby')), 'out-of-scope');
  const device = granting.grant('device', alice);
  granting.act(alice, device, { kind: 'left' }, '#lobby');
  assert.equal(granting.say(alice, hook), 'not-member');
});

test('the webhooks of a room end with it, and its operators may revoke them', async () => {
  const { granting, order, alice } = await openGranting();
  const carol = granting.member('carol');
  const device = granting.grant('device', alice);
  const hers = granting.grant('device', carol);
  granting.act(alice, device, { kind: 'joined' }, '#tea');
  granting.act(carol, hers, { kind: 'joined' }, '#tea');
  granting.act(alice, device, { kind: 'role', user: 'carol', role: 'operator' }, '#tea');
  const hook = granting.grant('webhook', alice, { room: '#tea' });
  assert.equal(said(granting.act(carol, hers, { kind: 'tokenRevoked', token: granting.idOf(hook) })), 'entry');
  assert.equal(granting.say(alice, hook, '#tea'), 'grant-invalid');
  const next = granting.grant('webhook', alice, { room: '#tea' });
  granting.act(alice, device, { kind: 'closed' }, '#tea');
  assert.equal(granting.say(alice, next, '#tea'), 'grant-invalid');
  assert.deepEqual(order.store.grants(alice).length, 1);
});

test('nobody revokes or sees the device of another account, but the server', async () => {
  const { granting, order, alice } = await openGranting();
  const carol = granting.member('carol');
  order.ask(0, { kind: 'serverRole', user: 'carol', role: 'owner' });
  const [device, hers] = [granting.grant('device', alice), granting.grant('device', carol)];
  const id = granting.idOf(device);
  assert.equal(said(granting.act(carol, hers, { kind: 'tokenRevoked', token: id })), 'token-invalid');
  const revoked = order.ask(0, { kind: 'tokenRevoked', token: id });
  assert.ok(revoked.kind === 'entry' && revoked.entry.event.kind === 'tokenRevoked');
  assert.deepEqual(revoked.entry.event.account, { id: alice, name: 'alice' });
  // Its own device somebody logs out without a trace.
  assert.equal(said(granting.act(carol, hers, { kind: 'tokenRevoked', token: granting.idOf(hers) })), 'applied');
});

test('with another password the devices end, and the bots stay', async () => {
  const { granting, order, alice } = await openGranting();
  const [device, bot] = [granting.grant('device', alice), granting.grant('bot', alice, { scopes: ['post'] })];
  order.ask(0, { kind: 'credential', account: alice, secret: 'new' });
  assert.equal(granting.say(alice, device), 'grant-invalid');
  assert.equal(granting.say(alice, bot), 'entry');
  const stale = {
    kind: 'tokenMade',
    purpose: 'device',
    hash: hashOf(60),
    uses: 1,
    account: alice,
    label: 'x',
  } as const;
  assert.equal(said(order.ask(0, { ...stale, version: 1 })), 'credential-stale');
  assert.equal(said(order.ask(0, { ...stale, version: 2 })), 'applied');
});

test('with its account all grants end, also where its user stays as a guest', async () => {
  for (const here of [false, true]) {
    const { granting, order, alice } = await openGranting();
    if (here) order.ask(2, { kind: 'came', as: { account: alice, version: 1 } });
    const grants = [
      granting.grant('device', alice),
      granting.grant('bot', alice, { scopes: ['read'] }),
      granting.grant('webhook', alice, { room: '#lobby' }),
    ];
    order.ask(0, { kind: 'unregistered', account: alice });
    assert.deepEqual(
      grants.map((grant) => [granting.say(alice, grant), order.store.token(grant)]),
      grants.map(() => ['grant-invalid', undefined]),
    );
  }
});

test('an account that logs out everywhere has no device left, and its sessions end', async () => {
  const { granting, order, alice } = await openGranting();
  const [one, other] = [granting.grant('device', alice), granting.grant('device', alice)];
  const bot = granting.grant('bot', alice, { scopes: ['post'] });
  const out = granting.act(alice, one, { kind: 'loggedOut' });
  assert.equal(out.kind, 'applied');
  assert.ok(effectsOf(out)?.some((effect) => effect.kind === 'sessionsEnded' && effect.why === 'logged-out'));
  assert.deepEqual([granting.say(alice, one), granting.say(alice, other)], ['grant-invalid', 'grant-invalid']);
  assert.equal(granting.say(alice, bot), 'entry');
  const device = granting.grant('device', alice);
  const byServer = order.ask(0, { kind: 'loggedOut', account: alice });
  assert.ok(byServer.kind === 'entry' && byServer.entry.event.kind === 'tokenRevoked');
  assert.equal(granting.say(alice, device), 'grant-invalid');
});

test('a ban of the server and a mute bind the holder of a grant as they bind a session', async () => {
  const { granting, order, alice } = await openGranting();
  const device = granting.grant('device', alice);
  order.ask(0, { kind: 'listed', list: 'mute', mask: 'alice' }, '#lobby');
  assert.equal(granting.say(alice, device), 'muted');
  order.ask(0, { kind: 'unlisted', list: 'mute', mask: 'alice' }, '#lobby');
  order.ask(0, { kind: 'listed', list: 'ban', mask: 'account:alice' }, '#lobby');
  assert.equal(granting.say(alice, device), 'banned');
  order.ask(0, { kind: 'unlisted', list: 'ban', mask: 'account:alice' }, '#lobby');
  order.ask(0, { kind: 'listed', list: 'ban', mask: 'al*' });
  assert.equal(granting.say(alice, device), 'server-banned');
  assert.equal(said(granting.act(alice, device, { kind: 'joined' }, '#tea')), 'server-banned');
});

test('a ban of an address binds who acts from there, though its account is elsewhere', async () => {
  const { granting, order, alice } = await openGranting();
  const address = 'a'.repeat(32);
  const device = granting.grant('device', alice);
  order.ask(0, { kind: 'listed', list: 'ban', mask: `address:${address}` }, '#lobby');
  const act = { kind: 'message', text: 'hello' } as const;
  const from = (hash: string | undefined): string =>
    said(granting.act(alice, device, act, '#lobby', { as: { account: alice, grant: device, address: hash } }));
  assert.deepEqual([from(address), from(undefined), from('b'.repeat(32))], ['banned', 'entry', 'entry']);
});

test('slow mode and ids of clients count for what is said by a grant', async () => {
  const { granting, order, alice } = await openGranting();
  const device = granting.grant('device', alice);
  const say = (text: string, once?: string): string =>
    said(granting.act(alice, device, { kind: 'message', text }, '#lobby', { once }));
  assert.deepEqual([say('one', 'id'), say('one', 'id')], ['entry', 'again']);
  order.ask(0, { kind: 'set', name: 'slow', value: '30' }, '#lobby');
  assert.equal(say('two'), 'slow-mode');
});

test('a session logs in by a device, and not by a bot or with that of another account', async () => {
  const { granting, order, alice } = await openGranting();
  const carol = granting.member('carol');
  const [device, bot] = [granting.grant('device', alice), granting.grant('bot', alice, { scopes: ['read'] })];
  const come = (session: number, account: number, grant: string): string =>
    said(order.ask(session, { kind: 'came', as: { account, version: 1, device: grant } }));
  assert.equal(come(2, alice, bot), 'grant-invalid');
  assert.equal(come(2, carol, device), 'grant-invalid');
  assert.equal(come(2, alice, hashOf(99)), 'grant-invalid');
  assert.equal(come(2, alice, device), 'entry');
});

test('an account is made for somebody without a session as the settings and the bans of the chat let a guest', async () => {
  const { order } = await openGranting();
  const address = 'c'.repeat(32);
  const ask = (name: string, more: object = {}): string =>
    said(order.ask(0, { kind: 'registered', name, secret: 'x', person: {}, ...more }));
  assert.equal(ask('bob'), 'name-taken');
  assert.equal(ask('alice'), 'name-registered');
  assert.equal(ask('dave'), 'entry');
  order.ask(0, { kind: 'listed', list: 'ban', mask: 'e*' });
  order.ask(0, { kind: 'listed', list: 'ban', mask: `address:${address}` });
  assert.equal(ask('erin'), 'name-banned');
  assert.equal(ask('frank', { person: { address } }), 'server-banned');
  order.set('registration', 'invite');
  assert.equal(ask('frank'), 'code-needed');
  order.ask(0, { kind: 'tokenMade', purpose: 'invite-server', hash: hashOf(70), uses: 1 });
  assert.deepEqual(
    [ask('frank', { code: hashOf(70) }), ask('grace', { code: hashOf(70) })],
    ['entry', 'token-invalid'],
  );
  order.set('registration', 'closed');
  assert.equal(ask('grace'), 'registration-closed');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceLasts, maxBots, maxDevices, maxWebhooks, usedEvery } from '#chat/rights/grant.ts';
import { hashOf, openGranting, said } from './granting.suite.ts';

test('a grant has a label in one line, and a bot has scopes', async () => {
  const { granting, order, alice } = await openGranting();
  const ask = (more: object): string =>
    said(order.ask(0, { kind: 'tokenMade', purpose: 'bot', hash: hashOf(9), uses: 1, account: alice, ...more }));
  assert.equal(ask({ label: '', scopes: ['read'] }), 'label-invalid');
  assert.equal(ask({ label: 'x'.repeat(65), scopes: ['read'] }), 'label-invalid');
  assert.equal(ask({ label: 'a\u001b[2J', scopes: ['read'] }), 'label-invalid');
  assert.equal(ask({ label: 'bot', scopes: [] }), 'out-of-scope');
  assert.equal(ask({ label: 'bot', scopes: ['sudo'] }), 'out-of-scope');
  assert.equal(ask({ label: 'bot', scopes: ['read'], until: 1000 }), 'token-limits');
  assert.equal(ask({ label: 'bot', scopes: ['read'], account: 99 }), 'no-user');
  assert.equal(ask({ label: 'bot', scopes: ['read'] }), 'entry');
  assert.equal(granting.order, order);
});

test('of many devices, the one that was used least lately is logged out', async () => {
  const { granting, order, alice } = await openGranting();
  const devices = Array.from({ length: maxDevices }, (_, n) => granting.grant('device', alice, { at: 1000 + n }));
  const [first, second] = devices;
  assert.ok(first && second);
  order.ask(0, { kind: 'used', grant: first }, undefined, { at: 5000 });
  const more = granting.grant('device', alice, { at: 6000 });
  assert.deepEqual(
    [first, second, more].map((hash) => order.store.token(hash) !== undefined),
    [true, false, true],
  );
  assert.equal(order.store.grants(alice).length, maxDevices);
});

test('an account has so many bots, and a room so many webhooks; those that have ended make room', async () => {
  const { granting, alice } = await openGranting();
  for (let n = 0; n < maxBots; n++) granting.grant('bot', alice, { scopes: ['read'], ...(n === 0 && { until: 2000 }) });
  assert.throws(() => granting.grant('bot', alice, { scopes: ['read'] }), /too-many-grants/);
  granting.grant('bot', alice, { scopes: ['read'], at: 2000 });
  for (let n = 0; n < maxWebhooks; n++) granting.grant('webhook', alice, { room: '#lobby' });
  assert.throws(() => granting.grant('webhook', alice, { room: '#lobby' }), /too-many-grants/);
});

test('a device lasts on when it is used, a bot ends when it was said', async () => {
  const { granting, order, alice } = await openGranting();
  const [device, bot] = [
    granting.grant('device', alice),
    granting.grant('bot', alice, { scopes: ['read'], until: 9e9 }),
  ];
  const at = 1000 + usedEvery;
  for (const grant of [device, bot]) order.ask(0, { kind: 'used', grant }, undefined, { at });
  const [one, other] = [order.store.token(device), order.store.token(bot)];
  assert.deepEqual([one?.until, one?.used], [at + deviceLasts, at]);
  assert.deepEqual([other?.until, other?.used], [9e9, at]);
  assert.equal(
    said(order.ask(0, { kind: 'used', grant: device }, undefined, { at: at + deviceLasts })),
    'grant-invalid',
  );
});

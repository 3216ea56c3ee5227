import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { web } from '#dialects/web/web.ts';
import { joinCommands } from './join-commands.ts';
import { addressesOf, type OwnAddress } from './own-addresses.ts';

const own: readonly OwnAddress[] = [
  { address: '127.0.0.1', family: 'IPv4', internal: true },
  { address: '::1', family: 'IPv6', internal: true },
  { address: 'fe80::1', family: 'IPv6', internal: false },
  { address: '2001:db8::7', family: 'IPv6', internal: false },
  { address: '192.0.2.5', family: 'IPv4', internal: false },
  { address: '198.51.100.5', family: 'IPv4', internal: false },
  { address: '192.0.2.5', family: 'IPv4', internal: false },
];

test('a listener on all addresses is shown with the machine’s addresses, never as 0.0.0.0 or ::', () => {
  assert.deepEqual(addressesOf('0.0.0.0', own), ['192.0.2.5', '198.51.100.5']);
  assert.deepEqual(addressesOf('::', own), ['192.0.2.5', '198.51.100.5', '2001:db8::7']);
  assert.deepEqual(addressesOf('0.0.0.0', own.slice(0, 3)), ['127.0.0.1']);
  assert.deepEqual(addressesOf('::', own.slice(0, 3)), ['::1']);
  const many = Array.from({ length: 20 }, (_, n) => ({ address: `192.0.2.${n}`, family: 'IPv4', internal: false }));
  assert.equal(addressesOf('0.0.0.0', many).length, 8);
});

test('a listener on one address is shown with that address', () => {
  for (const host of ['192.0.2.1', 'localhost', '::1', 'chat.example'])
    assert.deepEqual(addressesOf(host, own), [host]);
});

const listener = { dialect: 'nick', url: 'nick://127.0.0.1:1', host: '127.0.0.1', port: 1 };

test('a page is joined by the address by which browsers reach it', () => {
  const site = { dialect: 'web', url: 'http://127.0.0.1:1', host: '127.0.0.1', port: 1 };
  assert.deepEqual(joinCommands(web, site, 'polylogue'), ['http://127.0.0.1:1']);
  assert.deepEqual(joinCommands(web, { ...site, page: 'https://chat.example' }, 'polylogue'), ['https://chat.example']);
});

test('a command that joins is one of this program', () => {
  assert.deepEqual(joinCommands(nick, listener, 'npx polylogue'), ['npx polylogue nick client 127.0.0.1 1']);
  assert.deepEqual(joinCommands(nick, { ...listener, host: '::1' }, 'polylogue'), ['polylogue nick client ::1 1']);
  assert.deepEqual(joinCommands(nick, { ...listener, note: 'user1' }, 'polylogue'), [
    'polylogue nick client 127.0.0.1 1  # user1',
  ]);
});

test('a certificate is found from where the command is pasted', () => {
  const quic = { ...listener, certificate: join(process.cwd(), 'a data', 'c.pem') };
  assert.deepEqual(joinCommands(pdu, quic, 'npx polylogue'), [
    "npx polylogue pdu client 127.0.0.1 1 --cert 'a data/c.pem'",
  ]);
  assert.deepEqual(joinCommands(pdu, quic, 'polylogue'), [
    `polylogue pdu client 127.0.0.1 1 --cert '${quic.certificate}'`,
  ]);
});

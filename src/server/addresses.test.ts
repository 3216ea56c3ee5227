import assert from 'node:assert/strict';
import { test } from 'node:test';

import { networkOf } from '#chat/network.ts';
import { addresses } from './addresses.ts';

const key = 'ab'.repeat(32);
const hashOf = (address: string): string | undefined => addresses.hash(key, networkOf(address));

test('an address has a hash of 128 bits, which only its key tells', () => {
  const hash = hashOf('203.0.113.7');
  assert.match(hash ?? '', /^[0-9a-f]{32}$/);
  assert.equal(hashOf('::ffff:203.0.113.7'), hash, 'however it is written');
  assert.notEqual(hashOf('203.0.113.8'), hash);
  assert.notEqual(addresses.hash('cd'.repeat(32), '203.0.113.7'), hash);
  assert.equal(hash, 'acdcf9e22d4bae52f4eb024d2905e5e1', 'the lists in a database stay valid');
});

test('only addresses of the same /64 have the same hash', () => {
  assert.equal(hashOf('2001:db8:1:2::1'), hashOf('2001:db8:1:2:aaaa:bbbb:cccc:dddd'));
  assert.notEqual(hashOf('2001:db8:1:2::1'), hashOf('2001:db8:1:3::1'));
});

test('local, private and gateway addresses have no hash', () => {
  const none = [
    '', 'pipe', '127.0.0.1', '127.9.9.9', '::1', '::', '::ffff:127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255',
    '192.168.1.1', '100.64.0.1', '169.254.1.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', 'fe80::1%eth0', 'fd00::1',
    'fec0::1', 'ff02::1', '64:ff9b::cb00:7107', '2001:0:cb00:7107::1',
  ]; // prettier-ignore
  assert.deepEqual(
    none.filter((address) => hashOf(address) !== undefined),
    [],
  );
  for (const own of ['172.32.0.1', '100.128.0.1', '11.0.0.1', '192.169.0.1', '2001:db8::1', '2a00::1', '8.8.8.8']) {
    assert.ok(hashOf(own), own);
  }
});

test('a key is new each time', () => {
  assert.match(addresses.newKey(), /^[0-9a-f]{64}$/);
  assert.notEqual(addresses.newKey(), addresses.newKey());
});

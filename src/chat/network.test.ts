import assert from 'node:assert/strict';
import { test } from 'node:test';

import { networkOf } from './network.ts';

const cases: readonly (readonly [string, string])[] = [
  ['127.0.0.1', '127.0.0.1'],
  ['[pipe]', '[pipe]'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::3:4:5:6:7', '2001:db8:0:3::/64'],
  ['2001:db8::4:5:6:7', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
];
for (const [address, network] of cases) {
  test(`${address} is of ${network}`, () => assert.equal(networkOf(address), network));
}

import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { networkOf } from './network.ts';

const cases: readonly (readonly [string, string])[] = [
  ['127.0.0.1', '127.0.0.1'],
  ['[pipe]', '[pipe]'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:3:4:5::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['2001:db8::3:4:5:6:7', '2001:db8:0:3::/64'],
  ['2001:db8::4:5:6:7', '2001:db8:0:0::/64'],
  ['::3:4:5:6:7', '0:0:0:3::/64'],
  ['2001:0DB8:0001:0002::6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:3:4:5.6.7.8', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['fe80::1%2', 'fe80:0:0:0::/64'],
  ['fe80::1%a::b:c', 'fe80:0:0:0::/64'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::ffff:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:192.0.2.7%eth0', '192.0.2.7'],
  ['::192.0.2.7', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
];
for (const [address, network] of cases) {
  test(`${address} is of ${network}`, () => assert.equal(networkOf(address), network));
}

for (const address of [
  '1:2:3',
  '1::2::3',
  '1:2:3:4:5:6:7:8:9',
  '12345::',
  'g::',
  '::1.2.3',
  '::1.2.3.256',
  '1.2.3.4::',
  ':::',
]) {
  test(`${address} is no address, and stands for itself`, () => assert.equal(networkOf(address), address));
}

test('however it is spelled, an address is of one network, and its last half does not count', () => {
  const group = fc.nat(0xffff);
  const half = fc.tuple(group, group, group, group);
  fc.assert(
    fc.property(half, half, fc.boolean(), fc.boolean(), fc.boolean(), (first, last, upper, padded, short) => {
      const spell = (number: number): string => number.toString(16).padStart(padded ? 4 : 1, '0');
      const whole = [...first, ...last].map(spell).join(':');
      // The longest run of zeros is left out.
      const text = short ? new URL(`http://[${whole}]`).hostname.slice(1, -1) : whole;
      const spelled = `${upper ? text.toUpperCase() : text}%eth0`;
      const mapped = first.every((number) => number === 0) && last[0] === 0 && last[1] === 0xffff;
      fc.pre(!mapped);
      assert.equal(networkOf(spelled), `${first.map((number) => number.toString(16)).join(':')}::/64`);
    }),
    {
      examples: [
        [[0, 0, 0, 1], [0, 0, 0, 1], false, false, true],
        [[1, 0, 0, 0], [0, 0, 0, 0], true, true, true],
      ],
    },
  );
});

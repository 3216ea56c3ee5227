import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';

import { ipVersion } from './address.ts';

test('the same texts are addresses as for Node', () => {
  const part = fc.constantFrom('', '0', '1', '00', 'ffff', 'FFFFF', 'g', '25', '255', '256', '01', '1.2.3.4', '1.2.3');
  const joined = fc
    .array(fc.tuple(part, fc.constantFrom(':', '::', '.', ':::')), { maxLength: 9 })
    .map((parts) => parts.flat().slice(0, -1).join(''));
  fc.assert(
    fc.property(fc.oneof(joined, fc.ipV4(), fc.ipV6(), fc.string()), (text) => {
      if (!text.includes('%')) assert.equal(ipVersion(text), isIP(text), text);
    }),
    { numRuns: 2000 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { countLinks } from './connection-limits.ts';
import { connectionLimiter } from './connection-limiter.ts';

test('a limiter lets a QUIC handshake begin as often as the rate of its address allows', () => {
  const limits = { perAddress: 100, inAll: 100, handshakes: { burst: 2, perSecond: 1 } };
  const limited = connectionLimiter(
    countLinks(limits, () => 0),
    () => {},
  );
  const begun = ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'].map((address) => limited.mayBegin?.(address));
  assert.deepEqual(begun, [true, true, false, true]);
  const unlimited = connectionLimiter(undefined, () => {});
  for (let nth = 0; nth < 1000; nth++) assert.equal(unlimited.mayBegin?.('192.0.2.1'), true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { QuicLink } from '#link/quic/peer.ts';
import { pipe } from '#link/pipe.ts';
import { countLinks } from './connection-limits.ts';
import { connectionLimiter, maxRefused } from './connection-limiter.ts';

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

test('a QUIC connection of which many streams were refused is ended', () => {
  let ended = false;
  const peer: QuicLink['peer'] = {
    address: '192.0.2.1',
    port: 1,
    over: new Promise(() => {}),
    open: () => assert.fail(),
    end: () => void (ended = true),
    endAfter: () => {},
  };
  let aborted = 0;
  const taken: unknown[] = [];
  const stream = (): QuicLink =>
    Object.create(pipe()[0], { peer: { value: peer }, stream: { value: 4 }, abort: { value: () => aborted++ } });
  const limiter = connectionLimiter(countLinks({ perAddress: 1, inAll: 1 }), () => {});
  limiter.open(
    'pdu',
    () => {},
    (link) => taken.push(link),
  );
  limiter.further(stream());
  assert.deepEqual([taken.length, aborted], [1, 0]);
  for (let nth = 0; nth < maxRefused; nth++) limiter.further(stream());
  assert.deepEqual([taken.length, aborted, ended], [1, maxRefused, false]);
  limiter.further(stream());
  assert.equal(ended, true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { arrivalRate } from './arrivals.ts';
import { countLinks, usualLimits } from './connection-limits.ts';

const times = (count: number, arrives: () => boolean): number =>
  Array.from({ length: count }, arrives).filter(Boolean).length;

test('each address may open a burst of links, and then some per second', () => {
  let now = 0;
  const arrives = arrivalRate({ burst: 10, perSecond: 4 }, () => now);
  assert.equal(
    times(50, () => arrives('192.0.2.1')),
    10,
  );
  now = 249;
  assert.ok(!arrives('192.0.2.1'));
  now = 250;
  assert.equal(
    times(9, () => arrives('192.0.2.1')),
    1,
  );
  now = 1250;
  assert.equal(
    times(9, () => arrives('192.0.2.1')),
    4,
  );
  assert.equal(
    times(50, () => arrives('192.0.2.2')),
    10,
  );
  now = 1_000_000;
  assert.equal(
    times(50, () => arrives('192.0.2.1')),
    10,
    'the bucket holds no more',
  );
});

test('an IPv6 network is one address', () => {
  const arrives = arrivalRate({ burst: 1, perSecond: 1 }, () => 0);
  assert.deepEqual(['2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'].map(arrives), [true, false, true]);
});

test('a full bucket is forgotten', (t) => {
  let now = 0;
  const arrives = arrivalRate({ burst: 10, perSecond: 1 }, () => now);
  const sizes: number[] = [];
  const { set } = Map.prototype;
  t.mock.method(Map.prototype, 'set', function (this: Map<unknown, unknown>, key: unknown, value: unknown) {
    const result = Reflect.apply(set, this, [key, value]);
    sizes.push(this.size);
    return result;
  });
  for (let n = 0; n < 100_000; n++) {
    now += 10;
    arrives(`2001:db8:${(n >> 16).toString(16)}:${(n & 0xffff).toString(16)}::1`);
  }
  t.mock.restoreAll();
  assert.ok(Math.max(...sizes) <= 1024, `${Math.max(...sizes)} are remembered`);
});

test('repeated short links are refused, and so are repeated streams of one connection', () => {
  let now = 0;
  const links = countLinks({ perAddress: 5, inAll: 100, arrivals: { burst: 3, perSecond: 1 } }, () => now);
  const link = { peer: { address: '192.0.2.1', port: 1 } };
  const churn = (): boolean => {
    const admitted = links.begin(link);
    links.over(link);
    return admitted;
  };
  assert.equal(times(100, churn), 3);
  now = 2000;
  assert.equal(
    times(100, () => links.further(link)),
    2,
  );
  now = 4000;
  assert.deepEqual([churn(), links.further(link), churn()], [true, true, false]);
});

test('a class of 200 behind one router never reaches the limit', () => {
  const { arrivals, perAddress } = usualLimits;
  assert.ok(arrivals && arrivals.burst >= perAddress && arrivals.burst >= 200 * 4);
});

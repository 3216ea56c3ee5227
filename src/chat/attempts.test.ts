import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Attempts } from './attempts.ts';

/** Guesses one after the other, each when it may; gives how long each had to wait, in s. */
function guess(
  attempts: Attempts,
  times: number,
  from: (n: number) => readonly [name: string, address: string],
): number[] {
  const waits: number[] = [];
  let now = 1000;
  for (let n = 0; n < times; n++) {
    const [name, address] = from(n);
    const wait = attempts.wait(name, address, now);
    now += wait;
    attempts.wrong(name, address, now);
    waits.push(wait / 1000);
  }
  return waits;
}

describe('wrong passwords', () => {
  test('cost time from the third on, twice as much each time, and no more than half a minute', () => {
    const waits = guess(new Attempts(), 10, () => ['alice', '10.0.0.1']);
    assert.deepEqual(waits, [0, 0, 0, 1, 2, 4, 8, 16, 30, 30]);
  });

  test('for many names from one address cost time, too', () => {
    const waits = guess(new Attempts(), 24, (n) => [`name${n}`, '10.0.0.1']);
    assert.deepEqual(waits.slice(0, 20), Array(20).fill(0));
    assert.deepEqual(waits.slice(20), [1, 2, 4, 8]);
  });

  test('one IPv6 network is one address', () => {
    const waits = guess(new Attempts(), 22, (n) => [`name${n}`, `2001:db8:0:7:${n}::1`]);
    assert.deepEqual(waits.slice(20), [1, 2]);
  });

  test('for one name from everywhere never keep its owner waiting for long', () => {
    const attempts = new Attempts();
    const waits = guess(attempts, 40, (n) => ['alice', `10.0.0.${n}`]);
    assert.equal(Math.max(...waits), 5);
  });

  test('are forgotten with the right one, and by another name or address', () => {
    const attempts = new Attempts();
    guess(attempts, 5, () => ['alice', '10.0.0.1']);
    assert.equal(attempts.wait('alice', '10.0.0.2', 10_000), 0);
    assert.equal(attempts.wait('bob', '10.0.0.1', 10_000), 0);
    attempts.right('alice', '10.0.0.1');
    assert.equal(attempts.wait('alice', '10.0.0.1', 10_000), 0);
  });

  test('are forgotten after a quarter of an hour', () => {
    const attempts = new Attempts();
    guess(attempts, 8, () => ['alice', '10.0.0.1']);
    const later = 20 * 60_000;
    attempts.wrong('alice', '10.0.0.1', later);
    assert.equal(attempts.wait('alice', '10.0.0.1', later), 0);
  });
});

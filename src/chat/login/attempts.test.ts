import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { type Attempt, Attempts } from './attempts.ts';
import { networkOf } from '#chat/network.ts';

const attempt = (name: string | undefined, address: string): Attempt => ({ name, network: networkOf(address) });

const waitOf = (attempts: Attempts, made: Attempt, now: number, known = false): number =>
  Math.max(now, ...attempts.brakes(made, known).map((brake) => brake.next())) - now;

/** Guesses one after the other, each when it may; gives how long each had to wait, in s. */
function guess(attempts: Attempts, times: number, from: (n: number) => Attempt, known = false): number[] {
  const waits: number[] = [];
  let now = 1000;
  for (let n = 0; n < times; n++) {
    const made = from(n);
    const wait = waitOf(attempts, made, now, known);
    now += wait;
    attempts.wrong(made, now);
    waits.push(wait / 1000);
  }
  return waits;
}

describe('wrong passwords', () => {
  test('cost time from the third on, twice as much each time, and no more than half a minute', () => {
    const waits = guess(new Attempts(), 10, () => attempt('alice', '10.0.0.1'));
    assert.deepEqual(waits, [0, 0, 0, 1, 2, 4, 8, 16, 30, 30]);
  });

  test('for many names from one address cost time, too', () => {
    const waits = guess(new Attempts(), 24, (n) => attempt(`name${n}`, '10.0.0.1'));
    assert.deepEqual(waits.slice(0, 20), Array(20).fill(0));
    assert.deepEqual(waits.slice(20), [1, 2, 4, 8]);
  });

  test('for what cannot be a name count for the address and for nobody else', () => {
    const attempts = new Attempts();
    guess(attempts, 20, () => attempt(undefined, '10.0.0.1'));
    assert.notEqual(waitOf(attempts, attempt('bob', '10.0.0.1'), 1000), 0);
    assert.equal(waitOf(attempts, attempt(undefined, '10.0.0.2'), 1000), 0);
  });

  test('for a name are not forgotten for guesses at ten thousand others', () => {
    const attempts = new Attempts();
    const owner = attempt('alice', '10.0.0.1');
    guess(attempts, 5, () => owner);
    for (let n = 0; n < 6000; n++) attempts.wrong(attempt(`name${n}`, '10.0.0.2'), 1000);
    attempts.wrong(owner, 1000);
    for (let n = 6000; n < 12_000; n++) attempts.wrong(attempt(`name${n}`, '10.0.0.2'), 1000);
    assert.equal(waitOf(attempts, owner, 1000), 8000);
  });

  test('one IPv6 network is one address', () => {
    const waits = guess(new Attempts(), 22, (n) => attempt(`name${n}`, `2001:db8:0:7:${n}::1`));
    assert.deepEqual(waits.slice(20), [1, 2]);
  });

  test('for one name from everywhere cost at most five seconds', () => {
    const waits = guess(new Attempts(), 40, (n) => attempt('alice', `10.0.0.${n}`));
    assert.equal(Math.max(...waits), 5);
  });

  test('of others, for the name or from the address, cost nothing where the account has been before', () => {
    const attempts = new Attempts();
    guess(attempts, 40, (n) => attempt('alice', `10.0.1.${n}`));
    guess(attempts, 40, (n) => attempt(`name${n}`, '10.0.0.1'));
    assert.notEqual(waitOf(attempts, attempt('alice', '10.0.0.1'), 2000), 0);
    assert.equal(waitOf(attempts, attempt('alice', '10.0.0.1'), 2000, true), 0);
  });

  test('from where the account has been before cost time, too', () => {
    const waits = guess(new Attempts(), 5, () => attempt('alice', '10.0.0.1'), true);
    assert.deepEqual(waits, [0, 0, 0, 1, 2]);
  });

  test('are forgotten with the right one, and by another name or address', () => {
    const attempts = new Attempts();
    guess(attempts, 5, () => attempt('alice', '10.0.0.1'));
    assert.equal(waitOf(attempts, attempt('alice', '10.0.0.2'), 10_000), 0);
    assert.equal(waitOf(attempts, attempt('bob', '10.0.0.1'), 10_000), 0);
    attempts.right(attempt('alice', '10.0.0.1'));
    assert.equal(waitOf(attempts, attempt('alice', '10.0.0.1'), 10_000), 0);
  });

  test('are forgotten after a quarter of an hour', () => {
    const attempts = new Attempts();
    guess(attempts, 8, () => attempt('alice', '10.0.0.1'));
    const later = 20 * 60_000;
    attempts.wrong(attempt('alice', '10.0.0.1'), later);
    assert.equal(waitOf(attempts, attempt('alice', '10.0.0.1'), later), 0);
  });
});

describe('attempts at once', () => {
  const widths = (attempts: Attempts, made: Attempt): number[] =>
    attempts.brakes(made, false).map((brake) => brake.width(2000));

  test('are as many as may be wrong before the next one has to wait', () => {
    const attempts = new Attempts();
    assert.deepEqual(widths(attempts, attempt('alice', '10.0.0.1')), [1, 20, 10]);
    for (let n = 0; n < 15; n++) attempts.wrong(attempt(n < 6 ? 'alice' : `name${n}`, '10.0.0.1'), 1000);
    assert.deepEqual(widths(attempts, attempt('alice', '10.0.0.1')), [1, 5, 4]);
    for (let n = 0; n < 15; n++) attempts.wrong(attempt('alice', '10.0.0.1'), 1000);
    assert.deepEqual(widths(attempts, attempt('alice', '10.0.0.1')), [1, 1, 1]);
  });
});

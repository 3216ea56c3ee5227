import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { type Attempt, WrongPasswords } from './wrong-passwords.ts';
import { networkOf } from '#chat/network.ts';

const attempt = (name: string | undefined, address: string): Attempt => ({ name, network: networkOf(address) });

const waitOf = (wrongPasswords: WrongPasswords, made: Attempt, now: number, known = false): number =>
  Math.max(now, ...wrongPasswords.throttles(made, known).map((throttle) => throttle.notBefore())) - now;

/** Guesses one after the other, each when it may; gives how long each had to wait, in s. */
function guess(wrongPasswords: WrongPasswords, times: number, from: (n: number) => Attempt, known = false): number[] {
  const waits: number[] = [];
  let now = 1000;
  for (let n = 0; n < times; n++) {
    const made = from(n);
    const wait = waitOf(wrongPasswords, made, now, known);
    now += wait;
    wrongPasswords.wrong(made, now);
    waits.push(wait / 1000);
  }
  return waits;
}

describe('wrong passwords', () => {
  test('delay the next ones from the third on, twice as long each time, and half a minute at most', () => {
    const waits = guess(new WrongPasswords(), 10, () => attempt('alice', '10.0.0.1'));
    assert.deepEqual(waits, [0, 0, 0, 1, 2, 4, 8, 16, 30, 30]);
  });

  test('for many names from one address delay the next ones, too', () => {
    const waits = guess(new WrongPasswords(), 24, (n) => attempt(`name${n}`, '10.0.0.1'));
    assert.deepEqual(waits.slice(0, 20), Array(20).fill(0));
    assert.deepEqual(waits.slice(20), [1, 2, 4, 8]);
  });

  test('for what cannot be a name count for the address and for nobody else', () => {
    const wrongPasswords = new WrongPasswords();
    guess(wrongPasswords, 20, () => attempt(undefined, '10.0.0.1'));
    assert.notEqual(waitOf(wrongPasswords, attempt('bob', '10.0.0.1'), 1000), 0);
    assert.equal(waitOf(wrongPasswords, attempt(undefined, '10.0.0.2'), 1000), 0);
  });

  test('for a name are not forgotten for guesses at ten thousand others', () => {
    const wrongPasswords = new WrongPasswords();
    const owner = attempt('alice', '10.0.0.1');
    guess(wrongPasswords, 5, () => owner);
    for (let n = 0; n < 6000; n++) wrongPasswords.wrong(attempt(`name${n}`, '10.0.0.2'), 1000);
    wrongPasswords.wrong(owner, 1000);
    for (let n = 6000; n < 12_000; n++) wrongPasswords.wrong(attempt(`name${n}`, '10.0.0.2'), 1000);
    assert.equal(waitOf(wrongPasswords, owner, 1000), 8000);
  });

  test('one IPv6 network is one address', () => {
    const waits = guess(new WrongPasswords(), 22, (n) => attempt(`name${n}`, `2001:db8:0:7:${n}::1`));
    assert.deepEqual(waits.slice(20), [1, 2]);
  });

  test('for one name from many networks delay the next ones by at most five seconds', () => {
    const waits = guess(new WrongPasswords(), 40, (n) => attempt('alice', `10.0.0.${n}`));
    assert.equal(Math.max(...waits), 5);
  });

  test('of others, for the name or from the address, do not delay a known network of the account', () => {
    const wrongPasswords = new WrongPasswords();
    guess(wrongPasswords, 40, (n) => attempt('alice', `10.0.1.${n}`));
    guess(wrongPasswords, 40, (n) => attempt(`name${n}`, '10.0.0.1'));
    assert.notEqual(waitOf(wrongPasswords, attempt('alice', '10.0.0.1'), 2000), 0);
    assert.equal(waitOf(wrongPasswords, attempt('alice', '10.0.0.1'), 2000, true), 0);
  });

  test('from a known network of the account delay the next ones, too', () => {
    const waits = guess(new WrongPasswords(), 5, () => attempt('alice', '10.0.0.1'), true);
    assert.deepEqual(waits, [0, 0, 0, 1, 2]);
  });

  test('are forgotten with the right one, and by another name or address', () => {
    const wrongPasswords = new WrongPasswords();
    guess(wrongPasswords, 5, () => attempt('alice', '10.0.0.1'));
    assert.equal(waitOf(wrongPasswords, attempt('alice', '10.0.0.2'), 10_000), 0);
    assert.equal(waitOf(wrongPasswords, attempt('bob', '10.0.0.1'), 10_000), 0);
    wrongPasswords.right(attempt('alice', '10.0.0.1'));
    assert.equal(waitOf(wrongPasswords, attempt('alice', '10.0.0.1'), 10_000), 0);
  });

  test('are forgotten after a quarter of an hour', () => {
    const wrongPasswords = new WrongPasswords();
    guess(wrongPasswords, 8, () => attempt('alice', '10.0.0.1'));
    const later = 20 * 60_000;
    wrongPasswords.wrong(attempt('alice', '10.0.0.1'), later);
    assert.equal(waitOf(wrongPasswords, attempt('alice', '10.0.0.1'), later), 0);
  });
});

describe('attempts at once', () => {
  const widths = (wrongPasswords: WrongPasswords, made: Attempt): number[] =>
    wrongPasswords.throttles(made, false).map((throttle) => throttle.concurrency(2000));

  test('are as many as may be wrong before the next one is delayed', () => {
    const wrongPasswords = new WrongPasswords();
    assert.deepEqual(widths(wrongPasswords, attempt('alice', '10.0.0.1')), [1, 20, 10]);
    for (let n = 0; n < 15; n++) wrongPasswords.wrong(attempt(n < 6 ? 'alice' : `name${n}`, '10.0.0.1'), 1000);
    assert.deepEqual(widths(wrongPasswords, attempt('alice', '10.0.0.1')), [1, 5, 4]);
    for (let n = 0; n < 15; n++) wrongPasswords.wrong(attempt('alice', '10.0.0.1'), 1000);
    assert.deepEqual(widths(wrongPasswords, attempt('alice', '10.0.0.1')), [1, 1, 1]);
  });
});

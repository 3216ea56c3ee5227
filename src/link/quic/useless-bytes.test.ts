import assert from 'node:assert/strict';
import { test } from 'node:test';

import { maxCredit, maxUseless, UselessBytes } from './useless-bytes.ts';

const datagram = 1024;

test('what is neither taken from a stream nor answered is bounded', () => {
  const useless = new UselessBytes();
  for (let bytes = datagram; bytes <= maxUseless; bytes += datagram) assert.equal(useless.received(datagram), true);
  assert.equal(useless.received(1), false);
});

test('a peer may send twice what is taken from its streams', () => {
  const useless = new UselessBytes();
  for (let nth = 0; nth < maxUseless; nth += 100) {
    assert.equal(useless.received(datagram), true);
    useless.taken(datagram / 2);
  }
});

test('a peer that reads may acknowledge all that it is sent', () => {
  const useless = new UselessBytes();
  for (let nth = 0; nth < maxUseless; nth += 10) {
    useless.sent(50);
    assert.equal(useless.received(50), true);
  }
});

test('a peer that has sent much of use may send much again, but not without a bound', () => {
  const useless = new UselessBytes();
  useless.taken(maxCredit);
  useless.sent(maxCredit);
  assert.equal(useless.received(maxCredit + maxUseless), true);
  assert.equal(useless.received(1), false);
});

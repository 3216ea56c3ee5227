import assert from 'node:assert/strict';
import { test } from 'node:test';

import { mostUseless, UselessBytes } from './useless-bytes.ts';

const datagram = 1024;

test('what is neither taken from a stream nor answered is bounded, and forgotten in time', () => {
  let now = 0;
  const useless = new UselessBytes(() => now);
  for (let bytes = datagram; bytes <= mostUseless; bytes += datagram) assert.equal(useless.received(datagram), true);
  assert.equal(useless.received(1), false);
  now += 2000;
  assert.equal(useless.received(datagram), true);
  assert.equal(useless.received(datagram), false);
});

test('a peer may send twice what is taken from its streams', () => {
  const useless = new UselessBytes(() => 0);
  for (let nth = 0; nth < mostUseless; nth += 100) {
    assert.equal(useless.received(datagram), true);
    useless.taken(datagram / 2);
  }
});

test('a peer that reads may acknowledge all that it is sent', () => {
  const useless = new UselessBytes(() => 0);
  for (let nth = 0; nth < mostUseless; nth += 10) {
    useless.sent(50);
    assert.equal(useless.received(50), true);
    useless.sent(50);
  }
});

test('useful bytes of earlier do not allow a peer to send more useless bytes', () => {
  const useless = new UselessBytes(() => 0);
  useless.received(datagram);
  useless.taken(mostUseless);
  useless.sent(mostUseless);
  assert.equal(useless.received(mostUseless + 1), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Draft } from '#chat/event.ts';
import { busSuite } from './bus.suite.ts';
import { draftOf, followFrom } from './follower.suite.ts';
import { localBus } from './local.ts';

busSuite('localBus', localBus);

const long = (nth: number, length: number): Draft => ({
  ...draftOf(nth),
  event: { kind: 'message', text: 'x'.repeat(length) },
});

test('what one turn publishes is cut where its text would be too much for one write to a link', async () => {
  const bus = localBus();
  for (let nth = 1; nth <= 100; nth++) bus.publish([long(nth, 16_384)]);
  bus.publish([long(101, 1_000_000)]);
  bus.publish([long(102, 1)]);
  const follower = followFrom(bus, 0);
  await follower.reached(102);
  await follower.leave();
  follower.assertRising(0);
  const sizes = follower.batches.map((batch) => batch.length);
  assert.deepEqual(sizes, [...Array<number>(10).fill(10), 1, 1]);
});

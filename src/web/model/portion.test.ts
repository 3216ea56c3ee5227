import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxFrames, portionOf } from './portion.ts';

test('a flood is drawn in small portions, and in larger ones where it would never end', () => {
  for (const waiting of [0, 1, maxFrames, 499, 5000])
    assert.equal(portionOf(waiting, false), Math.min(waiting, maxFrames));
  assert.equal(portionOf(50_000, false), 500);
});

test('a page that nobody sees takes all at once', () => {
  for (const waiting of [0, 1, 5000]) assert.equal(portionOf(waiting, true), waiting);
});

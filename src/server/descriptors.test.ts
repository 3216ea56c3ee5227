import assert from 'node:assert/strict';
import { test } from 'node:test';

import { descriptorsForLinks, linksOfOneAddress } from './descriptors.ts';

test('links leave some descriptors to the rest of the server', () => {
  assert.equal(descriptorsForLinks(60), 53);
  assert.equal(descriptorsForLinks(1024), 992);
  assert.equal(descriptorsForLinks(1_048_576), 1_048_544);
});

test('one address may have an eighth of them, but no more than usual, and no less than a class needs', () => {
  const of = (limit: number): number => linksOfOneAddress(1024, descriptorsForLinks(limit));
  assert.deepEqual([of(1_048_576), of(8224), of(4096), of(1024)], [1024, 1024, 508, 256]);
  assert.equal(linksOfOneAddress(2, 992), 2);
});

test('the limit is that of this process', { skip: process.platform === 'win32' }, () => {
  const ours = descriptorsForLinks();
  assert.ok(ours === undefined || (Number.isInteger(ours) && ours > 16), String(ours));
});

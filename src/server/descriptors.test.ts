import assert from 'node:assert/strict';
import { test } from 'node:test';

import { descriptorsForLinks } from './descriptors.ts';

test('links leave some descriptors to the rest of the server', () => {
  assert.equal(descriptorsForLinks(60), 53);
  assert.equal(descriptorsForLinks(1024), 992);
  assert.equal(descriptorsForLinks(1_048_576), 1_048_544);
});

test('the limit is that of this process', { skip: process.platform === 'win32' }, () => {
  const ours = descriptorsForLinks();
  assert.ok(ours === undefined || (Number.isInteger(ours) && ours > 16), String(ours));
});

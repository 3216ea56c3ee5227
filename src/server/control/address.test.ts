import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { controlAddress } from './address.ts';

const skip = process.platform === 'win32' && 'a named pipe';

test('the address is the absolute path, where that is short', { skip }, () => {
  assert.equal(controlAddress('/srv/chat'), '/srv/chat/control');
});

test('the address is the relative path, where only that is short', { skip }, () => {
  const deep = join(process.cwd(), 'd'.repeat(90));
  assert.ok(deep.length > 90);
  assert.equal(controlAddress(deep), relative(process.cwd(), join(deep, 'control')));
});

test('there is no address where both paths are long; bytes count, not letters', { skip }, () => {
  assert.equal(controlAddress('d'.repeat(97)), undefined);
  assert.equal(controlAddress('ü'.repeat(50)), undefined);
});

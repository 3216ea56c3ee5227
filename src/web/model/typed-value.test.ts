import assert from 'node:assert/strict';
import { test } from 'node:test';

import { asIs, changedTo, savedAs } from './typed-value.ts';

test('a value that others change is kept beside what was typed, and replaces what was not', () => {
  assert.deepEqual(changedTo(asIs('1'), '2'), asIs('2'));
  const typed = { base: '1', typed: '7' };
  assert.deepEqual(changedTo(typed, '2'), { ...typed, theirs: '2' });
  assert.deepEqual(changedTo({ ...typed, theirs: '2' }, ''), { ...typed, theirs: '' });
  assert.deepEqual(changedTo({ ...typed, theirs: '2' }, '1'), typed, 'it was taken back');
  assert.deepEqual(changedTo({ ...typed, theirs: '2' }, '7'), asIs('7'), 'they want the same');
});

test('a value that was saved is as the server words it', () => {
  assert.deepEqual(savedAs('#Tea', '#tea', '#old'), asIs('#tea'));
  assert.deepEqual(savedAs('007', '7', '7'), asIs('007'));
  assert.deepEqual(changedTo(asIs('007'), '8'), asIs('8'));
});

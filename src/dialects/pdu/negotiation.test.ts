import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isBelow, negotiate } from './negotiation.ts';

test('the first version of the client that the server knows is chosen', () => {
  assert.deepEqual(negotiate(['9', '1.0', '1.2'], undefined), { selected: '1.0' });
  assert.deepEqual(negotiate(['1.2', '1.1', '1.0'], undefined), { selected: '1.2' });
  for (const offer of [['0'], [], ['1.20'], ['1.2 '], [{ written: '1.2' }], '1.2', null, undefined]) {
    assert.equal(negotiate(offer, undefined), 'unsupported');
  }
});

test('no version below the minimum is chosen', () => {
  assert.deepEqual(negotiate(['1.0', '1.1', '1.2'], '1.1'), { selected: '1.1' });
  assert.equal(negotiate(['1.0'], '1.1'), 'update required');
  assert.equal(negotiate(['0', '1.0'], '1.2'), 'update required');
  assert.equal(negotiate(['1.0', '3.0'], '1.2'), 'unsupported');
  assert.equal(negotiate([], '1.2'), 'unsupported');
  assert.equal(negotiate(['old'], '1.2'), 'unsupported');
});

test('versions are compared number by number', () => {
  assert.ok(isBelow('1.9', '1.10'));
  assert.ok(isBelow('1', '1.0.1'));
  for (const [version, minimum] of [
    ['1.10', '1.9'],
    ['1.0', '1'],
    ['2', '1.2'],
  ]) {
    assert.equal(isBelow(version ?? '', minimum), false);
  }
  assert.equal(isBelow('0', undefined), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { quoted } from './quoted.ts';

test('a word is quoted as it was written', () => {
  assert.equal(quoted('bob'), 'bob');
  assert.equal(quoted('#lobby'), '#lobby');
  assert.equal(quoted(''), '');
});

test('the longest names are shown completely, and longer text is cut between characters', () => {
  for (const sign of ['x', '😀']) {
    const name = sign.repeat(32);
    assert.equal(quoted(name), name);
    assert.equal(quoted(`#${name}`), `#${name}`);
    assert.equal(quoted(`${name}y`), `${name}…`);
    assert.equal(quoted(`#${name}y`), `#${name}…`);
    assert.equal(quoted(sign.repeat(20_000)), `${name}…`);
  }
});

test('control characters are shown', () => {
  assert.equal(quoted('a\x1b[2J\nb'), 'a␛[2J␊b');
});

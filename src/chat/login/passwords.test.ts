import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parsePassword } from './passwords.ts';

test('a password is one word of visible characters', () => {
  for (const good of ['x', 'correct-horse-battery', 'ä'.repeat(128), '#:/,"']) assert.equal(parsePassword(good), good);
  for (const bad of ['', 'two words', 'tab\t', 'nul\0', '\u200bunseen', 'ä'.repeat(129), '\ud800', 'caf\ufffd']) {
    assert.equal(parsePassword(bad), undefined, JSON.stringify(bad));
  }
});

test('a password is the same in whatever way its letters were put together', () => {
  assert.equal(parsePassword('u\u0308ber'), '\u00fcber');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { refusalSentences } from './refusals.ts';

test('a refusal is worded by its code, else by its group, else by default', () => {
  const sentence = refusalSentences({ taken: '% is taken.', 'account-in-use': '% is online.' });
  assert.equal(sentence('account-in-use', 'bob'), 'bob is online.');
  assert.equal(sentence('name-registered', 'bob'), 'bob is taken.');
  assert.equal(sentence('no-room', '#rust'), 'There is no room #rust.');
});

test('what a client wrote is quoted, and nothing in it stands for itself', () => {
  const sentence = refusalSentences({ 'no-user': 'No %.' });
  assert.equal(sentence('no-user', '$&\x1b'), 'No $&␛.');
  assert.equal(sentence('no-user'), 'No .');
});

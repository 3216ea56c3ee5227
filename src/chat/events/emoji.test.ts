import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseReaction } from './emoji.ts';

test('a reaction is one emoji, however it is composed, or a few characters', () => {
  const families = ['👨‍👩‍👧‍👦', '👩🏽‍❤️‍💋‍👨🏻', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏳️‍🌈', '👩‍⚕️', '🤷🏿‍♀️'];
  for (const text of ['👍', '👍🏽', '🇩🇪', '1️⃣', '❤️', ...families, '+1', ':)', 'lol', '12345678']) {
    assert.equal(parseReaction(text), text, text);
  }
});

test('the same emoji in two forms is one', () => {
  assert.equal(parseReaction('❤'), '❤️');
  assert.equal(parseReaction('👍\ufe0f'), '👍');
});

test('any other text is not a reaction', () => {
  const none = [
    '',
    ' ',
    'a b',
    '123456789',
    '👍👍',
    '👍a',
    '🇩🇪🇫🇷',
    '🇩',
    'ä',
    '\u200d',
    '👍\u200d',
    '\u202e',
    '\ud83d',
    '\n',
    '\x1b',
  ];
  for (const text of [...none, `👩${'\u200d👩'.repeat(12)}`])
    assert.equal(parseReaction(text), undefined, JSON.stringify(text));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEmojiOnly } from './emoji-only.ts';

test('a message of one to six emoji is shown larger, and no other', () => {
  for (const text of ['🎉', '👍🏽 👍', '👩‍👩‍👧‍👦', '❤️', '🇩🇪🇫🇷', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🎉🎉🎉\n🎉🎉🎉']) assert.ok(isEmojiOnly(text), text);
  for (const text of ['', ' ', '1', '#', '*', 'ok 🎉', '🎉'.repeat(7), '\u200d', '\ufe0f', ':-)'])
    assert.ok(!isEmojiOnly(text), text);
});

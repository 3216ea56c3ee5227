import assert from 'node:assert/strict';
import { test } from 'node:test';

import { maxMentions } from '#chat/limits.ts';
import { heldLength, keptLength, namesIn } from './kept-length.ts';

test('names to be looked for are counted before they are, and up to a bound', () => {
  assert.equal(namesIn({ kind: 'message', text: 'hello' }), 0);
  assert.equal(namesIn({ kind: 'message', text: '@ann and @bea' }), 2);
  assert.equal(namesIn({ kind: 'message', text: '@a '.repeat(5000) }), maxMentions);
  assert.equal(namesIn({ kind: 'topic', text: '@ann' }), 0);
});

test('a draft holds its texts and names, and that of its room', () => {
  assert.equal(heldLength({ kind: 'message', text: 'hello' }, 'bob'), 8);
  assert.equal(heldLength({ kind: 'joined' }), 0);
  assert.equal(heldLength({ kind: 'joined', key: 'k'.repeat(1000) }, '#tea'), 1004);
  assert.equal(
    heldLength({ kind: 'listed', list: 'ban', mask: 'm'.repeat(1000), reason: 'r'.repeat(500) }, '#tea'),
    1507,
  );
});

test('an entry, mentions, reactions and removals count as kept, beside the texts and names', () => {
  const entry = 64;
  assert.equal(keptLength({ kind: 'message', text: 'hello' }, 0), entry + 5);
  assert.ok((keptLength({ kind: 'message', text: '@a'.repeat(16) }, 16) ?? 0) > entry + 16 * 40);
  assert.equal(keptLength({ kind: 'edited', target: 7, text: 'hello' }, 0), entry + 5);
  assert.ok((keptLength({ kind: 'reacted', target: 7, emoji: '+1', on: true }, 0) ?? 0) > 100);
  assert.ok((keptLength({ kind: 'redacted', target: 7 }, 0) ?? 0) > 100);
  assert.equal(keptLength({ kind: 'joined' }, 0), entry);
  assert.equal(keptLength({ kind: 'left', reason: 'late' }, 0), entry + 4);
  assert.equal(keptLength({ kind: 'renamed', name: 'bob' }, 0), entry + 3);
});

test('drafts that become no entry do not count', () => {
  assert.equal(keptLength({ kind: 'went' }, 0), undefined);
  assert.equal(keptLength({ kind: 'read', upto: 7 }, 0), undefined);
});

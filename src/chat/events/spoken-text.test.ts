import assert from 'node:assert/strict';
import { test } from 'node:test';

import { spokenText } from './spoken-text.ts';

test('the text of a message, an action and a removed message in words', () => {
  assert.equal(spokenText('alice', { kind: 'message', text: 'hello' }), 'hello');
  assert.equal(spokenText('alice', { kind: 'message', text: 'hello', style: 'notice' }), 'hello');
  assert.equal(spokenText('alice', { kind: 'message', text: 'waves', style: 'action' }), '* alice waves');
  const removed = { kind: 'message', text: '', style: 'action', redacted: true } as const;
  assert.equal(spokenText('alice', removed), '(message removed)');
});

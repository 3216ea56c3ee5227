import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { UnsentAnswers } from './unsent-answers.ts';

test('answers that their clients do not take hold up no other address, until there are too many in all', () => {
  const unsent = new UnsentAnswers();
  const mega = 1024 * 1024;
  const waiting = Array.from({ length: 8 }, () => new EventEmitter());
  for (const response of waiting) unsent.add('203.0.113.1', mega, response);
  assert.deepEqual([unsent.isFull('203.0.113.1'), unsent.isFull('203.0.113.2')], [true, false]);
  waiting[0]?.emit('close');
  assert.equal(unsent.isFull('203.0.113.1'), false);
  const others = Array.from({ length: 60 }, () => new EventEmitter());
  for (const [nth, response] of others.entries()) unsent.add(`198.51.100.${nth}`, mega, response);
  assert.equal(unsent.isFull('192.0.2.1'), true);
  for (const response of [...others, ...waiting.slice(1)]) response.emit('close');
  assert.deepEqual([unsent.isFull('192.0.2.1'), unsent.isFull('203.0.113.1')], [false, false]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ended } from '#chat/event.ts';
import { webFormat } from './formats.ts';
import { isLast } from './render.ts';

function ended(signal: Omit<Ended, 'kind'>): unknown {
  const frame = webFormat.render({ kind: 'ended', ...signal }, 'other');
  assert.ok(frame && isLast(frame));
  return JSON.parse(Buffer.from(frame).toString());
}

test('who is put out is told until when and why', () => {
  const [at, until] = [1_795_210_260_000, 1_795_213_860_000];
  assert.deepEqual(ended({ why: 'banned', at, until, reason: 'spam' }), {
    type: 'ended',
    why: 'banned',
    until,
    reason: 'spam',
    retry: false,
  });
  assert.deepEqual(ended({ why: 'banned', at }), { type: 'ended', why: 'banned', retry: false });
  assert.deepEqual(ended({ why: 'logged-out' }), { type: 'ended', why: 'credential', retry: false });
});

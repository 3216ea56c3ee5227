import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ended } from '#chat/event.ts';
import type { As } from '#chat/hub/format.ts';
import { webFormat } from './formats.ts';
import { isLast } from './render.ts';

function ended(signal: Omit<Ended, 'kind'>): unknown {
  const frame = webFormat.render({ kind: 'ended', ...signal }, 'other');
  assert.ok(frame && isLast(frame));
  return JSON.parse(Buffer.from(frame).toString());
}

test('a user who is muted by a mask is told so, and not who else is muted', () => {
  const bob = { id: 2, name: 'bob' };
  const event = {
    kind: 'listed',
    list: 'mute',
    mask: 'address:bob',
    silenced: [bob, { id: 3, name: 'carol' }],
  } as const;
  const entry = { seq: 9, id: 'x', at: 5, from: { id: 1, name: 'alice', account: true }, event } as const;
  const part = { type: 'entry', kind: 'listed', seq: 9, at: 5, from: entry.from, list: 'mute', mask: 'address:bob' };
  const shown = (as: As): unknown => JSON.parse(Buffer.from(webFormat.render(entry, as) ?? []).toString());
  assert.deepEqual(shown('other'), part);
  assert.deepEqual(shown('target'), { ...part, you: true });
});

test('a removed user is told until when and why', () => {
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

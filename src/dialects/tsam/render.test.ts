import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import type { Entry } from '#chat/event.ts';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import { letterWords, tsamFormat } from './render.ts';

const { render } = tsamFormat;

const said = (text: string, room: string): Entry => ({
  seq: 7,
  id: 'r-1',
  at: 0,
  from: { id: 3, name: 'bob' },
  room: { id: 5, name: room },
  event: { kind: 'message', text },
});

test('private messages are letters; messages of rooms and the client’s own are not sent', () => {
  const letter = render(said('hi', 'A5_1'), 'other');
  const { seq } = said('hi', 'A5_1');
  assert.deepEqual(letter, { kind: 'letter', seq, text: 'From bob: hi', length: 12 });
  const edit = { ...said('', 'A5_1'), event: { kind: 'edited', target: 7, text: 'ho' } } as const;
  assert.deepEqual(render(edit, 'other'), { kind: 'changed', seq: 7, text: 'From bob: ho', length: 12 });
  const removal = { ...said('', 'A5_1'), event: { kind: 'redacted', target: 7, of: said('', 'A5_1').from } } as const;
  assert.deepEqual(render(removal, 'other'), { kind: 'removed', seq: 7, length: 0 });
  assert.equal(render({ ...edit, room: { id: 1, name: '#lobby' } }, 'other'), undefined);
  assert.equal(render(said('hi', 'A5_1'), 'self'), undefined);
  assert.equal(render(said('hi', '#lobby'), 'other'), undefined);
  assert.equal(render({ ...said('hi', '#lobby'), event: { kind: 'joined' } }, 'other'), undefined);
});

test('notices are not letters', () => {
  for (const [signal, words] of [
    [{ kind: 'stopping', wait: 4001 }, 'Server will shut down in 5 seconds'],
    [{ kind: 'ended', why: 'replaced' }, 'You signed in elsewhere; this connection is closing.'],
    [{ kind: 'ended', why: 'credential' }, 'Your account was changed.'],
  ] as const) {
    assert.deepEqual(render(signal, 'other'), { kind: 'notice', text: words, length: words.length });
  }
});

test('for any text, every line names its sender and has no control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCodePoint }), (text) => {
      for (const line of letterWords('bob', text).split('\n')) {
        assert.ok(line.startsWith('From bob: '));
        assert.doesNotMatch(line, /[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069]/u);
      }
    }),
  );
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import type { Entry, Event, RoomRef } from '#chat/event.ts';
import { maxLines } from '#text/lines.ts';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import { FrameParser } from './codec.ts';
import { renderNick } from './render.ts';

const lobby: RoomRef = { id: 2, name: '#lobby' };
const toBob: RoomRef = { id: 9, name: 'bob' };
const entry = (event: Event, room: RoomRef = lobby): Entry => ({
  seq: 7,
  id: 'r-1',
  at: 0,
  from: { id: 3, name: 'alice' },
  room,
  event,
});
const shown = (text: string, room = lobby, as: 'self' | 'other' = 'other'): readonly string[] => {
  const bytes = renderNick(entry({ kind: 'message', text }, room), as);
  return bytes ? new FrameParser().push(bytes).map((heard) => heard.text) : [];
};

test('a message names its speaker', () => {
  assert.deepEqual(shown('hello everyone'), ['alice: hello everyone']);
  assert.deepEqual(shown('hello', lobby, 'self'), ['alice: hello']);
  assert.deepEqual(shown('hello', toBob), ['alice (to you): hello']);
  assert.deepEqual(shown('hello', toBob, 'self'), ['alice (to bob): hello']);
});

test('other events are not sent', () => {
  const rest: readonly Event[] = [{ kind: 'joined' }, { kind: 'left' }, { kind: 'renamed', before: 'al' }];
  for (const event of rest) assert.equal(renderNick(entry(event), 'other'), undefined);
});

test('the shutdown notice has seconds, rounded up', () => {
  for (const [wait, seconds] of [
    [5000, 5],
    [4001, 5],
    [1, 1],
    [0, 0],
  ] as const) {
    const heard = new FrameParser().push(renderNick({ kind: 'stopping', wait }, 'other') ?? new Uint8Array(0));
    assert.deepEqual(heard, [{ text: `Server will shut down in ${seconds} seconds`, raw: false }]);
  }
});

describe('no control characters', () => {
  test('control characters become visible symbols, or U+FFFD', () => {
    assert.deepEqual(shown('\x1b[2J\x07\x7f\x00'), ['alice: ␛[2J␇␡␀']);
    assert.deepEqual(shown('a\tb\rc'), ['alice: a\tb␍c']);
    assert.deepEqual(shown('\x80\x9b\u202e\u2066'), ['alice: \ufffd\ufffd\ufffd\ufffd']);
  });

  test('each line is a separate frame', () => {
    assert.deepEqual(shown('one\ntwo\r\n\neve: three'), ['alice: one', 'alice: two', 'alice: ', 'alice: eve: three']);
  });

  test('of a text with very many lines, the rest stays in one frame', () => {
    const lines = Array.from({ length: 100 }, (_, n) => `${n}`);
    const heard = shown(lines.join('\n'));
    assert.equal(heard.length, maxLines);
    assert.equal(heard.at(-2), `alice: ${maxLines - 2}`);
    assert.equal(heard.at(-1), `alice: ${lines.slice(maxLines - 1).join('␊')}`);
  });

  test('whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCodePoint }), (text) => {
        for (const line of shown(text)) {
          assert.ok(line.startsWith('alice: '));
          assert.doesNotMatch(line, /[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069]/u);
        }
      }),
    );
  });
});

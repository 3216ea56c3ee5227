import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import type { Entry, Event, RoomRef } from '#chat/event.ts';
import { maxLines } from '#text/lines.ts';
import type { As } from '#chat/hub/format.ts';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import { decode } from './codec.ts';
import { renderDirect } from './render.ts';

const lobby: RoomRef = { id: 2, name: '#lobby' };
const toBob: RoomRef = { id: 9, name: 'bob' };
const at = new Date(2026, 10, 20, 21, 31).getTime();
const entry = (event: Event, room: RoomRef = toBob): Entry => ({
  seq: 7,
  id: 'r-1',
  at,
  from: { id: 3, name: 'alice' },
  room,
  event,
});
const shown = (text: string, room = toBob, as: As = 'other'): string =>
  decode(renderDirect(entry({ kind: 'message', text }, room), as) ?? new Uint8Array(0));

test('a message has its speaker before it', () => {
  assert.equal(shown('hello'), '[alice] hello\n');
  assert.equal(shown(''), '[alice] \n');
  assert.equal(shown('hello', toBob, 'self'), '[alice → bob] hello\n');
  assert.equal(shown('hello', toBob, 'waited'), '[alice 2026-11-20 21:31] hello\n');
  for (const as of ['self', 'other'] as const) assert.equal(shown('hello', lobby, as), '[alice #lobby] hello\n');
});

test('other events are not sent', () => {
  const rest: readonly Event[] = [{ kind: 'joined' }, { kind: 'left' }, { kind: 'renamed', before: 'al' }];
  for (const event of rest) assert.equal(renderDirect(entry(event, lobby), 'other'), undefined);
});

test('signals are sentences', () => {
  const told = (happening: Parameters<typeof renderDirect>[0]): string =>
    decode(renderDirect(happening, 'other') ?? new Uint8Array(0));
  assert.equal(told({ kind: 'stopping', wait: 5000 }), 'Server will shut down in 5 seconds\n');
  assert.equal(told({ kind: 'stopping', wait: 4001 }), 'Server will shut down in 5 seconds\n');
  assert.equal(told({ kind: 'stopping', wait: 0 }), 'Server will shut down in 0 seconds\n');
  assert.equal(told({ kind: 'ended', why: 'replaced' }), 'You signed in elsewhere; this connection is closing.\n');
  assert.equal(told({ kind: 'ended', why: 'credential' }), 'Your account was changed.\n');
  assert.equal(told({ kind: 'ended', why: 'logged-out' }), 'You were logged out.\n');
});

describe('no control characters', () => {
  test('control characters become visible symbols, or U+FFFD', () => {
    assert.equal(shown('\x1b[2J\x07\x7f\x00'), '[alice] ␛[2J␇␡␀\n');
    assert.equal(shown('a\tb\rc'), '[alice] a\tb␍c\n');
    assert.equal(shown('\x80\x9b\u202e\u2066'), '[alice] \ufffd\ufffd\ufffd\ufffd\n');
  });

  test('each line has the speaker before it', () => {
    assert.equal(shown('one\ntwo\r\n\n[eve] three'), '[alice] one\n[alice] two\n[alice] \n[alice] [eve] three\n');
  });

  test('of a text with very many lines, the rest stays in one line', () => {
    const lines = Array.from({ length: 100 }, (_, n) => `${n}`);
    const heard = shown(lines.join('\n')).split('\n');
    assert.equal(heard.length, maxLines + 1);
    assert.equal(heard.at(-3), `[alice] ${maxLines - 2}`);
    assert.equal(heard.at(-2), `[alice] ${lines.slice(maxLines - 1).join('␊')}`);
  });

  test('whatever is said', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCodePoint }), (text) => {
        const lines = shown(text).split('\n');
        assert.equal(lines.pop(), '');
        for (const line of lines) {
          assert.ok(line.startsWith('[alice] '));
          assert.doesNotMatch(line, /[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069]/u);
        }
      }),
    );
  });
});

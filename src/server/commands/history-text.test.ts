import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryRecord } from '#server/control/record.ts';
import { coloured, historyText, plain } from './history-text.ts';
import { jsonLine } from './json-line.ts';

const record = (event: HistoryRecord['event'], name = 'alice'): HistoryRecord => ({
  seq: 7,
  id: 'run-7',
  at: new Date(2026, 10, 20, 21, 31, 5).toISOString(),
  from: { id: 3, name },
  room: { id: 4, name: '#lobby' },
  event,
});

const words: readonly (readonly [HistoryRecord['event'], string])[] = [
  [{ kind: 'message', text: 'hello' }, 'alice: hello'],
  [{ kind: 'message', text: 'waves', style: 'action' }, '* alice waves'],
  [{ kind: 'message', text: 'hello', edited: true }, 'alice: hello (edited)'],
  [{ kind: 'message', text: '', redacted: true }, 'alice: (message removed)'],
  [{ kind: 'edited', target: 5, text: 'hello' }, 'alice edited a message: hello'],
  [{ kind: 'edited', target: 5, text: '' }, 'alice edited a message'],
  [{ kind: 'redacted', target: 5, of: { id: 3, name: 'alice' } }, 'alice removed a message'],
  [{ kind: 'redacted', target: 5, of: { id: 4, name: 'bob' }, reason: 'rude' }, 'alice removed a message of bob: rude'],
  [
    { kind: 'reacted', target: 5, of: { id: 4, name: 'bob' }, emoji: '👍', on: true },
    'alice reacted 👍 to a message of bob',
  ],
  [{ kind: 'reacted', target: 5, emoji: '+1', on: false }, 'alice took +1 back from a message'],
  [{ kind: 'joined' }, 'alice joined'],
  [{ kind: 'left' }, 'alice left'],
  [{ kind: 'left', reason: 'lunch' }, 'alice left: lunch'],
  [
    { kind: 'role', user: { id: 4, name: 'bob' }, role: 'voice', before: 'member' },
    'alice changed the role of bob in #lobby from member to voice',
  ],
  [{ kind: 'set', name: 'slow', value: '30' }, 'alice changed the setting slow of #lobby to 30'],
  [{ kind: 'roomNamed', before: '#tea' }, 'alice renamed #tea to #lobby'],
  [{ kind: 'closed' }, 'alice closed #lobby'],
  [{ kind: 'topic', text: 'Tea\u001b' }, 'alice set the topic: Tea␛'],
  [{ kind: 'topic', text: '' }, 'alice removed the topic'],
  [{ kind: 'renamed', before: 'al' }, 'al is now alice'],
  [{ kind: 'of a later version' }, 'alice (of a later version)'],
];
for (const [event, text] of words) {
  test(`${event.kind} in words: ${text}`, () =>
    assert.equal(historyText(record(event), plain), `2026-11-20 21:31:05  ${text}\n`));
}

test('further lines of a message are indented below the first', () => {
  const shown = historyText(record({ kind: 'message', text: 'one\ntwo\n\nfour' }), plain);
  const indent = ' '.repeat(21);
  assert.equal(shown, `2026-11-20 21:31:05  alice: one\n${indent}two\n${indent}\n${indent}four\n`);
});

test('control characters in messages are shown as text', () => {
  const hostile = 'a\u001b[2Jb\u0007\u009b31m\u202ec\rd';
  const events = [{ kind: 'message', text: hostile }, { kind: 'renamed', before: hostile }, { kind: hostile }];
  for (const event of events) {
    assert.doesNotMatch(historyText(record(event, hostile), plain), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const line = jsonLine(record(event, hostile));
    assert.doesNotMatch(line, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.deepEqual(JSON.parse(line), record(event, hostile));
  }
});

test('on a terminal the time is dim and the name is bold', () => {
  assert.equal(
    historyText(record({ kind: 'message', text: 'hello' }), coloured),
    '\u001b[2m2026-11-20 21:31:05\u001b[22m  \u001b[1malice\u001b[22m: hello\n',
  );
});

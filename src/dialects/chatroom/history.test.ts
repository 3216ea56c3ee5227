import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Entry } from '#chat/event.ts';

import { cutLine, historyOf, maxHistoryBytes, maxHistoryLines } from './history.ts';
import { parseHistoryLine } from './import-line.ts';

const at = new Date(2026, 10, 20, 21, 31, 31, 50).getTime();
const said = (text: string, room = '#lobby'): Entry => ({
  seq: 7,
  id: 'r-1',
  at,
  from: { id: 4, name: 'alice' },
  room: { id: 2, name: room },
  event: { kind: 'message', text },
});

const historyText = (entries: readonly Entry[], cut = false): string | undefined => historyOf({ entries, cut })?.text;

test('its lines are the original’s, with six decimals', () => {
  assert.equal(
    historyText([said('hello all'), said('psst secret', 'bob')]),
    '2026-11-20 21:31:31.050000\tBM\tsentby:alice recvby:*\thello all\n' +
      '2026-11-20 21:31:31.050000\tPM\tsentby:alice recvby:bob\tpsst secret\n',
  );
});

test('it contains messages to #lobby and private ones, and no other events', () => {
  const joined: Entry = { ...said(''), event: { kind: 'joined' } };
  assert.equal(historyText([said('hi', '#kitchen'), joined]), undefined);
  assert.equal(historyText([]), undefined);
  assert.match(historyText([said('hi', '#Lobby')]) ?? '', /\tBM\t/);
});

test('a removed message says so, and an action names who does it', () => {
  const removed: Entry = { ...said(''), event: { kind: 'message', text: '', redacted: true } };
  const waves: Entry = { ...said(''), event: { kind: 'message', text: 'waves', style: 'action' } };
  assert.match(historyText([removed]) ?? '', /\t\(message removed\)\n$/);
  assert.match(historyText([waves]) ?? '', /recvby:\*\t\* alice waves\n$/);
});

test('a message is one line without control characters', () => {
  assert.match(historyText([said('a\tb\nc\r\\d\x1b[2J')]) ?? '', /\ta\\tb\\nc\\r\\d␛\[2J\n$/);
});

test('older lines are left out, and a line says so', () => {
  const entries = Array.from({ length: maxHistoryLines }, (_, n) => said(`${n}`));
  const lines = (historyText(entries, true) ?? '').split('\n');
  assert.equal(lines[0], cutLine);
  assert.equal(lines.length, maxHistoryLines + 2);
  assert.doesNotMatch(historyText(entries.slice(1)) ?? '', /INFO/);
});

test('it has at most the allowed number of bytes, in whole lines', () => {
  const entries = Array.from({ length: 100 }, (_, n) => said(`${n} ${'é'.repeat(4000)}`));
  const text = historyText(entries) ?? '';
  assert.ok(Buffer.byteLength(text) <= maxHistoryBytes + cutLine.length + 1);
  assert.ok(text.startsWith(`${cutLine}\n2026`));
  assert.match(text, /\t99 é+\n$/);
  assert.equal(historyOf({ entries, cut: false })?.shown.length, text.split('\n').length - 2);
});

test('an importer reads what it writes', () => {
  const [line = ''] = (historyText([said('hello all')]) ?? '').split('\n');
  const { at: when, from, to, text } = Object(parseHistoryLine(line));
  assert.deepEqual([when, from, to, text], [at, 'alice', undefined, 'hello all']);
});

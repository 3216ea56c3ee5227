import { maxText } from '#chat/limits.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { OriginalMessage } from '#dialects/chatroom/import.ts';
import { marked, pieces } from './import-batches.ts';

const maxRequest = 128 * 1024;

const message = (text: string, micros = 5_000_000, to?: string): OriginalMessage => {
  const key = `alice\t${to ?? '*'}\t${text}`;
  return { at: micros / 1000, micros, from: 'alice', to, text, key, file: 'alice.chat.txt', number: 1 };
};
const marks = (...messages: readonly OriginalMessage[]): readonly string[] =>
  marked(messages).map((each) => each.message.mark);

test('an import key depends on sender, receiver, text, second and count', () => {
  const all = [
    message('hi'),
    message('hi', 5_900_000),
    message('hi', 6_000_000),
    message('ho'),
    message('hi', 5_000_000, 'bob'),
  ];
  assert.equal(new Set(marks(...all)).size, all.length);
  assert.deepEqual(marks(...all), marks(...all));
  assert.deepEqual(marks(message('hi')), marks(message('hi', 5_999_999)));
});

test('pieces hold all, in order, and are no longer than a request may be', () => {
  const all = marked(Array.from({ length: 100 }, (_, nth) => message('\u20ac'.repeat(5000), nth * 1_000_000)));
  const cut = [...pieces(all)];
  assert.deepEqual(cut.flat(), all);
  for (const piece of cut) {
    assert.ok(Buffer.byteLength(JSON.stringify(piece.map((each) => each.message))) < maxRequest - 1000);
  }
  assert.deepEqual([...pieces([])], []);
});

test('the longest possible text fits into a request', () => {
  for (const sign of ['\u0001', '"', '\u00e9']) {
    const text = sign.repeat(Math.floor(maxText / Buffer.byteLength(sign)));
    const [piece = []] = pieces(marked([message('short'), message(text)]).toReversed());
    assert.ok(Buffer.byteLength(JSON.stringify(piece.map((each) => each.message))) < maxRequest - 1000);
  }
});

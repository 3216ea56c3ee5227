import assert from 'node:assert/strict';
import { test } from 'node:test';

import { columnsOf, wrapped, wrappedRow } from './wrap-words.ts';

test('words are wrapped into lines, and a long one is not cut', () => {
  assert.deepEqual(wrapped('one two three', 7), ['one two', 'three']);
  assert.deepEqual(wrapped('a http://127.0.0.1:8000/x b', 5), ['a', 'http://127.0.0.1:8000/x', 'b']);
  assert.deepEqual(wrapped('', 5), ['']);
});

test('further rows are indented like the text of the first', () => {
  const row = '✔ utf8      passes on text that is not ASCII';
  assert.deepEqual(wrappedRow(row, 80, 12), [row]);
  assert.deepEqual(wrappedRow(row, 34, 12), ['✔ utf8      passes on text that is', '            not ASCII']);
});

test('a terminal decides within bounds; elsewhere there are 80 columns', () => {
  assert.deepEqual(
    [10, 80, 90, 300].map((columns) => columnsOf({ isTTY: true, columns })),
    [40, 80, 90, 100],
  );
  assert.deepEqual([columnsOf({}), columnsOf({ isTTY: true, columns: 0 }), columnsOf({ columns: 120 })], [80, 80, 80]);
});

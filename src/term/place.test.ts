import assert from 'node:assert/strict';
import { test } from 'node:test';

import { placeBehind } from './place.ts';

const cases: readonly (readonly [string, string, number, number])[] = [
  ['nothing', '', 0, 0],
  ['less than a row', 'Me: hello', 0, 9],
  ['a row', 'x'.repeat(20), 1, 0],
  ['wide signs', '日本語', 0, 6],
  ['half-width forms', '\uff76\uff85', 0, 2],
  ['a wide sign that does not fit into the row', `${'x'.repeat(19)}日`, 1, 2],
  ['a wide sign that just fits', `${'x'.repeat(18)}日`, 1, 0],
  ['a mark of its own, and a blank without width', '\u0301\u200bx', 0, 1],
  ['a mark on a letter', 'e\u0301', 0, 1],
  ['a family', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', 0, 2],
  ['tabs', 'a\tb\t', 0, 16],
  ['a tab that finds no stop in the row', `${'x'.repeat(17)}\ty`, 1, 0],
  ['a tab in the second row', `${'x'.repeat(20)}a\t`, 1, 8],
];
for (const [name, text, rows, cols] of cases) {
  test(`behind ${name}`, () => assert.deepEqual(placeBehind(text, 20), { rows, cols }));
}

test('a terminal of no rows is handled', () => assert.deepEqual(placeBehind('日\tx', Infinity), { rows: 0, cols: 9 }));

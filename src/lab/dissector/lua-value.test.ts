import assert from 'node:assert/strict';
import { test } from 'node:test';

import { luaValue } from './lua-value.ts';

test('values as Lua writes them', () => {
  assert.equal(
    luaValue({ a: 1, end: true, 'two words': ['x', 'y'], none: [] }),
    '{ a = 1, ["end"] = true, ["two words"] = { "x", "y" }, none = {} }',
  );
  assert.equal(luaValue('"\\\n\u00e9'), '"\\"\\\\\\010\\195\\169"');
  assert.equal(luaValue({ long: 'x'.repeat(100) }), `{\n  long = "${'x'.repeat(100)}",\n}`);
});

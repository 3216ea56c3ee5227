import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import { formatJson, isNumeral, isObject, type Json, maxDepth, parseJson } from './json.ts';

const again = (text: string): string | undefined => {
  const value = parseJson(text);
  return value === undefined ? undefined : formatJson(value);
};

test('numbers stay as they were written', () => {
  for (const written of ['0', '-0', '1.0', '1e5', '1E+5', '-2.50e-07', '12345678901234567890', '1e999', 'NaN']) {
    assert.equal(again(written), written);
  }
  for (const written of ['Infinity', '-Infinity']) assert.equal(again(`[${written}]`), `[${written}]`);
  for (const wrong of ['01', '1.', '.5', '+1', '1e', '-', '0x1', '-NaN', 'infinity', '1 2']) {
    assert.equal(parseJson(wrong), undefined, wrong);
  }
});

test('keys stay in their order; of equal ones the first gives the place, the last the value', () => {
  assert.equal(again('{"2":1,"b":2,"1":3}'), '{"2": 1, "b": 2, "1": 3}');
  assert.equal(again('{"a":1,"b":2,"a":3}'), '{"a": 3, "b": 2}');
  assert.equal(again('{"__proto__":{"x":1},"constructor":2}'), '{"__proto__": {"x": 1}, "constructor": 2}');
});

test('JSON is formatted as Python formats it', () => {
  assert.equal(
    again(' { "a" : [ ] , "b":{ },"c":[true,false,null] }\n'),
    '{"a": [], "b": {}, "c": [true, false, null]}',
  );
  assert.equal(
    again('"\\u0000\\b\\f\\n\\r\\t\\"\\\\\\/\x7f é\u2028😀"'),
    '"\\u0000\\b\\f\\n\\r\\t\\"\\\\/\\u007f \\u00e9\\u2028\\ud83d\\ude00"',
  );
  assert.equal(again('"\\ud83d"'), '"\\ud83d"');
});

test('text that is not JSON is refused', () => {
  const wrong = ['', ' ', '{', '}', '{]', '[}', '[1,]', '[,1]', '{"a"}', '{"a":}', '{"a":1,}', '{a:1}', "{'a':1}"];
  wrong.push('"', '"\\', '"\\x41"', '"\\u12"', '"\t"', '"\n"', '[1] 2', 'nul', 'True', '{1:2}', '\ufeff{}', '\u00a0{}');
  for (const text of wrong) assert.equal(parseJson(text), undefined, JSON.stringify(text));
});

test('nesting is limited', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  assert.notEqual(parseJson(nested(maxDepth)), undefined);
  assert.equal(parseJson(nested(maxDepth + 1)), undefined);
  assert.equal(parseJson('{"a":'.repeat(100_000)), undefined);
});

/** What `JSON.parse` would have made of it. */
function plain(value: Json): unknown {
  if (isNumeral(value)) return Number(value.written);
  if (isObject(value)) return Object.fromEntries(Array.from(value, ([key, each]) => [key, plain(each)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

test('it agrees with JSON.parse, and formatting keeps the value', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5, stringUnit: anyCodePoint }), (text) => {
      const value = parseJson(text);
      assert.ok(value !== undefined);
      assert.deepEqual(plain(value), JSON.parse(text));
      const written = formatJson(value);
      assert.match(written, /^[ -~]*$/);
      assert.equal(again(written), written);
    }),
  );
});

test('any text is parsed or refused without an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCodePoint, maxLength: 200 }), (text) => {
      const value = parseJson(text);
      let means = true;
      try {
        JSON.parse(text);
      } catch {
        means = false;
      }
      // Only Python's three words are more than JSON.
      assert.equal(value !== undefined, means || /NaN|Infinity/.test(text));
    }),
  );
});

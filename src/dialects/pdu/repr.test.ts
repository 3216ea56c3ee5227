import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseJson } from './json.ts';
import { repr } from './repr.ts';

test('values are shown as the repr of Python shows them', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['{"id": 1, "time": 1.0, "message": "na\\u00efve"}', "{'id': 1, 'time': 1.0, 'message': 'naïve'}"],
    ['[true, false, null, NaN, -Infinity, {}]', '[True, False, None, nan, -inf, {}]'],
    ['"it\'s"', '"it\'s"'],
    ['"it\'s \\"so\\""', "'it\\'s \"so\"'"],
    ['"a\\\\b\\n\\t\\u001b\\u007f\\u00a0\\u2028\\u202e\\ud83d"', "'a\\\\b\\n\\t\\x1b\\x7f\\xa0\\u2028\\u202e\\ud83d'"],
    ['"\\ud83d\\ude00"', "'😀'"],
  ];
  for (const [json, shown] of rows) {
    const value = parseJson(json);
    assert.ok(value !== undefined, json);
    assert.equal(repr(value), shown);
  }
});

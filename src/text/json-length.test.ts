import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maxInJson } from './json-length.ts';

test('no text is longer as JSON', () => {
  const controls = Array.from({ length: 160 }, (_, code) => String.fromCharCode(code)).join('');
  const hasSpace = (text: string): boolean => Buffer.byteLength(JSON.stringify(text)) - 2 <= maxInJson(text);
  for (const each of [...controls, '漢', '😀', '\u2028', '\ufffd'])
    assert.ok(hasSpace(each.repeat(9)), JSON.stringify(each));
  fc.assert(fc.property(fc.string(), hasSpace));
});

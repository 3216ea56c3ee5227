import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { decode, line } from './codec.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

test('a line is text and a line feed', () => {
  assert.deepEqual(line('[User1] Hey'), bytes('[User1] Hey\n'));
  assert.deepEqual(line('é'), bytes('\xc3\xa9\n'));
  assert.equal(decode(bytes('\xef\xbb\xbfa\xff')), '\ufeffa\ufffd');
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(decode(line(text)), `${text}\n`)));
});

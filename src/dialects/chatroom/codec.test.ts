import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ack, decode, encode, header, lengthIn, maxStream, numberIn, slices } from './codec.ts';

const block = (text: string, length: number): Uint8Array => encode(text.padEnd(length));

test('an ACK is a number in 64 bytes', () => {
  assert.deepEqual(ack(1), Uint8Array.from([0x31, ...Array<number>(63).fill(0x20)]));
  assert.deepEqual(ack(-1), Uint8Array.from([0x2d, 0x31, ...Array<number>(62).fill(0x20)]));
});

test('a header is a number in 1024', () => {
  assert.deepEqual(header(604), block('604', 1024));
  assert.deepEqual(header(0), block('0', 1024));
});

test('numbers are read as the original reads them', () => {
  const rows: readonly (readonly [string, number | undefined])[] = [
    ['1', 1],
    ['-1', -1],
    ['+5', 5],
    ['  42', 42],
    ['007', 7],
    ['', undefined],
    ['x', undefined],
    ['1 2', undefined],
    ['1.5', undefined],
    ['0x10', undefined],
    ['1e3', undefined],
    ['-', undefined],
    ['9'.repeat(64), undefined],
    ['1\0', undefined],
  ];
  for (const [text, number] of rows) assert.equal(numberIn(block(text, 64)), number, JSON.stringify(text));
});

test('a header that announces more than the limit is refused', () => {
  assert.equal(lengthIn(block('0', 1024)), 0);
  assert.equal(lengthIn(block(String(maxStream), 1024)), maxStream);
  assert.equal(lengthIn(block(String(maxStream + 1), 1024)), undefined);
  assert.equal(lengthIn(block('-1', 1024)), undefined);
  assert.equal(lengthIn(block('much', 1024)), undefined);
});

test('bytes are written in blocks', () => {
  const bytes = Uint8Array.from({ length: 2500 }, (_, at) => at % 251);
  assert.deepEqual(
    slices(bytes).map(({ length }) => length),
    [1024, 1024, 452],
  );
  assert.deepEqual(Buffer.concat(slices(bytes)), Buffer.from(bytes));
  assert.deepEqual(slices(new Uint8Array(0)), []);
  assert.equal(decode(encode('é👋')), 'é👋');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { ByteOrderMarkReader } from './byte-order-mark.ts';
import { Collecting, handOver } from '#link/collecting.suite.ts';

const mark = '\xef\xbb\xbf';

function read(stream: string, places: readonly number[], takes: readonly number[] = []): string {
  const collecting = new Collecting(takes);
  const reader = new ByteOrderMarkReader(collecting);
  handOver(reader, stream, places);
  reader.ended('ended');
  assert.equal(collecting.end, 'ended');
  return collecting.text;
}

test('a mark is dropped at the beginning and nowhere else', () => {
  for (const [stream, expected] of [
    [`${mark}hi`, 'hi'],
    [mark, ''],
    [`${mark}${mark}hi${mark}`, `${mark}hi${mark}`],
    [`hi${mark}`, `hi${mark}`],
    ['\xef\xbchi', '\xef\xbchi'],
    ['\xef\xbb\xbehi', '\xef\xbb\xbehi'],
    ['\xefhi', '\xefhi'],
    ['', ''],
  ] as const) {
    for (let place = 0; place <= stream.length; place++) assert.equal(read(stream, [place]), expected, stream);
    assert.equal(
      read(
        stream,
        [...stream].map((_, index) => index),
      ),
      expected,
      `${stream}, byte by byte`,
    );
  }
});

test('the result does not depend on how the stream is cut and taken', () => {
  const piece = fc.constantFrom('\xef', '\xbb', '\xbf', mark, 'a', '\n');
  const stream = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
  const takes = fc.array(fc.nat({ max: 3 }), { maxLength: 20 });
  fc.assert(
    fc.property(stream, fc.array(fc.nat({ max: 30 })), takes, (whole, places, moods) => {
      const expected = whole.startsWith(mark) ? whole.slice(3) : /^\xef\xbb?$/.test(whole) ? '' : whole;
      assert.equal(read(whole, places, moods), expected);
    }),
  );
});

test('a chunk without a mark is handed on unchanged', () => {
  const chunks: Uint8Array[] = [];
  const reader = new ByteOrderMarkReader({ take: (chunk) => chunks.push(chunk) && chunk.length, ended: () => {} });
  const chunk = Buffer.from('hello');
  reader.take(chunk);
  reader.take(chunk);
  assert.ok(chunks.every((each) => each === chunk));
});

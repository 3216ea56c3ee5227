import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { Collecting, handOver } from '#link/collecting.suite.ts';
import { maxSubnegotiation, TelnetReader } from './telnet.ts';

function read(stream: string, places: readonly number[], takes: readonly number[] = []): Collecting {
  const collecting = new Collecting(takes);
  handOver(new TelnetReader(collecting), stream, places);
  return collecting;
}

const everyCut = (stream: string): readonly (readonly number[])[] => [
  ...Array.from(stream, (_, place) => [place]),
  Array.from(stream, (_, place) => place),
];

test('commands and negotiations are removed, the text is kept', () => {
  for (const [stream, expected] of [
    // PuTTY's beginning.
    ['\xff\xfb\x1f\xff\xfb\x20\xff\xfb\x18\xff\xfb\x27\xff\xfd\x01\xff\xfb\x03\xff\xfd\x03ann\r\n', 'ann\r\n'],
    ['\xff\xfa\x1f\x00\x50\x00\x0a\xff\xf0ann', 'ann'],
    ['\xff\xfa\x18\x00x\xff\xff\xf0y\xff\xf0ann', 'ann'],
    // Ctrl-C.
    ['he\xff\xf4\xff\xfd\x06llo', 'hello'],
    ['a\xff\xffb', 'ab'],
    ['\xff\xfc\x01\xff\xfe\x01\xff\xf1x', 'x'],
    ['\xff\xfb\xffx', 'x'],
    // What is not a command of telnet.
    ['a\xffb', 'a\xffb'],
    ['\xff\xfe\n', '\xff\xfe\n'],
    ['\xff\xfeh\0i\0', '\xff\xfeh\0i\0'],
    ['\xff\xfb\r\n', '\xff\xfb\r\n'],
    ['\xff\xfa\x1f\xff\xfb\x01ann', 'ann'],
    [`\xff\xfa${'x'.repeat(maxSubnegotiation + 1)}ann`, 'ann'],
    // CR NUL is the end of a line, once it is telnet.
    ['a\r\0\xff\xf1b\r\0c\0\r\n', 'a\r\0b\r\nc\0\r\n'],
  ] as const) {
    for (const places of stream.length > 99 ? [[]] : everyCut(stream)) {
      assert.equal(read(stream, places).text, expected, `${JSON.stringify(stream)} cut at ${places.join()}`);
    }
  }
});

test('the rest of a chunk is handed on as one chunk, and not at all if nothing is left', () => {
  assert.deepEqual(read('NICK\xff\xf1bob', []).chunks, ['NICKbob']);
  assert.deepEqual(read('\xff\xfb\x1fann\xff\xf4', [3]).chunks, ['ann']);
});

test('the result does not depend on how the stream is cut and taken', () => {
  const piece = fc.constantFrom('\xff', '\xfa', '\xfb', '\xfe', '\xf0', '\xf4', '\x01', '\r', '\n', '\0', 'a');
  const stream = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
  // A reader takes whole lines, characters or nothing, and none of these begins within `ff`.
  const takes = fc.array(fc.constantFrom(0, Infinity), { maxLength: 20 });
  fc.assert(
    fc.property(stream, fc.array(fc.nat({ max: 40 })), takes, (whole, places, moods) => {
      assert.equal(read(whole, places, moods).text, read(whole, []).text);
    }),
    { numRuns: 500 },
  );
  const text = fc.array(fc.constantFrom('a', 'b\n', '\xff\xfb\x1f', '\xff\xf4', '\xff\xfa\x1fx\xff\xf0', '\r\0'));
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 40 })), fc.array(fc.nat({ max: 3 })), (pieces, places, moods) => {
      const whole = pieces.join('');
      assert.equal(read(whole, places, moods).text, read(whole, []).text);
    }),
    { numRuns: 500 },
  );
});

test('a chunk without telnet commands is handed on unchanged, and so is one that is binary', () => {
  const chunks: Uint8Array[] = [];
  const reader = new TelnetReader(
    { take: (chunk) => chunks.push(chunk) && chunk.length, ended: () => {} },
    { isBinary: (chunk) => chunk[0] === 0 },
  );
  for (const bytes of ['hello', '\x00\xff\xfb\x1f']) {
    const chunk = Buffer.from(bytes, 'latin1');
    reader.take(chunk);
    assert.equal(chunks.at(-1), chunk);
  }
});

test('the rest of a chunk is not taken for a binary one', () => {
  const collecting = new Collecting([0, 1]);
  const reader = new TelnetReader(collecting, { isBinary: (chunk) => chunk[0] === 0 });
  handOver(reader, 'a\0\xff\xf4b', []);
  assert.equal(collecting.text, 'a\0b');
});

test('the first command is reported before the text after it', () => {
  const told: string[] = [];
  const reader = new TelnetReader(
    { take: (chunk) => told.push(Buffer.from(chunk).toString()) && chunk.length, ended: () => {} },
    { onTelnet: () => told.push('telnet') },
  );
  for (const chunk of ['a', 'b\xff', '\xf4c', '\xff\xf4d']) reader.take(Buffer.from(chunk, 'latin1'));
  assert.deepEqual(told, ['a', 'b', 'telnet', 'c', 'd']);
});

test('a chunk that is taken a little at a time is read once', () => {
  const buffers = new Set<ArrayBufferLike>();
  let text = '';
  const reader = new TelnetReader({
    take(chunk) {
      buffers.add(chunk.buffer);
      text += String.fromCharCode(chunk[0] ?? 0);
      return 1;
    },
    ended() {},
  });
  let rest: Uint8Array = Buffer.from('\xff\xf1ab\r\0c\xff\xfb\x01d\xff\xf4', 'latin1');
  while (rest.length > 0) rest = rest.slice(reader.take(rest));
  assert.equal(text, 'ab\r\ncd');
  assert.equal(buffers.size, 1);
  // The next chunk is another one, though it is as long.
  assert.equal(reader.take(Buffer.from('x\xff\xf1', 'latin1')), 3);
  assert.equal(text, 'ab\r\ncdx');
});

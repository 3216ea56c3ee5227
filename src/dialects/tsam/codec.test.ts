import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import { CommandParser, decode, encode, frame, maxCommand, type Parsed, repliesIn } from './codec.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

const told = (parsed: Parsed | undefined): readonly string[] =>
  parsed
    ? [parsed.kind === 'command' ? `${parsed.framed ? 'frame' : 'line'} ${decode(parsed.bytes)}` : parsed.kind]
    : [];

/** What comes of chunks, and of their end. */
function parse(...chunks: readonly Uint8Array[]): readonly string[] {
  const parser = new CommandParser();
  const found: string[] = [];
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const { next, parsed } = parser.take(chunk, at);
      assert.ok(next > at);
      at = next;
      found.push(...told(parsed));
    }
  }
  return [...found, ...told(parser.end())];
}

/** Everything in one chunk, then cut in two at every place, then byte by byte. */
function everyCut(text: string): Set<string> {
  const whole = bytes(text);
  const results = [parse(whole), parse(...[...whole].map((byte) => Uint8Array.of(byte)))];
  for (let at = 1; at < whole.length; at++) results.push(parse(whole.subarray(0, at), whole.subarray(at)));
  return new Set(results.map((result) => result.join(' | ')));
}

describe('commands, however they are cut', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['\x01LISTSERVERS\x04', 'frame LISTSERVERS'],
    ['\x01A\x04\x01B,c\x04', 'frame A | frame B,c'],
    ['A\nB\r\n', 'line A | line B'],
    ['A', 'line A'],
    ['\x01A', 'malformed'],
    ['\x01\x04\n\r\n', ''],
    ['A\x04B\n', 'malformed | line B'],
    ['A\x01B\x04', 'malformed | frame B'],
    ['\x01A\x01B\x04', 'malformed | frame B'],
    ['\x04', 'malformed'],
    ['\x01A\nB\x04', 'frame A\nB'],
    ['\x01a\x10\x04b\x10\x01c\x10d\x10\x10\x04e\x04', 'frame a\x04b\x01c\x10d\x10\x04e'],
    ['\x01A\x04\nB\n', 'frame A | line B'],
    ['\x01gr\xc3\xbc\xc3\x9fe\x04', 'frame grüße'],
  ];
  for (const [text, found] of rows) {
    test(JSON.stringify(text), () => assert.deepEqual([...everyCut(text)], [found]));
  }

  test('at most 5000 bytes, framed or not; the next command is parsed again', () => {
    const most = 'x'.repeat(maxCommand);
    for (const text of [`\x01${most}\x04A\n`, `${most}\nA\n`]) {
      assert.deepEqual(
        parse(bytes(text)).map((each) => each.slice(-1)),
        ['x', 'A'],
      );
    }
    assert.deepEqual(parse(bytes(`\x01${most}x\x04A\n`)), ['long', 'line A']);
    assert.deepEqual(parse(bytes(`${most}xxx\nA\n`)), ['long', 'line A']);
    assert.deepEqual(parse(...Array.from({ length: 50 }, () => bytes(most))), ['long']);
  });
});

test('what was framed is found again, wherever it is cut', () => {
  const texts = fc.string({ unit: anyCodePoint, minLength: 1, maxLength: 60 }).filter((text) => !text.endsWith('\x10'));
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 5 }), fc.array(fc.nat(400), { maxLength: 6 }), (all, cuts) => {
      const whole = Buffer.concat(all.map(frame));
      const places = [0, ...cuts.filter((at) => at < whole.length).sort((one, other) => one - other), whole.length];
      const chunks = places.slice(1).map((at, index) => whole.subarray(places[index], at));
      // Lone surrogates become U+FFFD, as in all UTF-8.
      assert.deepEqual(
        parse(...chunks),
        all.map((text) => `frame ${decode(encode(text))}`),
      );
    }),
  );
  assert.deepEqual(parse(frame('a\x10')), ['frame a␐']);
});

test('the parser accepts any bytes, and never holds more than one command', () => {
  const byte = fc.oneof(fc.constantFrom(1, 4, 10, 13, 16), fc.nat(255));
  fc.assert(
    fc.property(fc.array(fc.array(byte, { maxLength: 200 }), { maxLength: 20 }), (chunks) => {
      const found = parse(...chunks.map((chunk) => Uint8Array.from(chunk)));
      assert.ok(found.length <= chunks.flat().length);
      assert.deepEqual(found, parse(Uint8Array.from(chunks.flat())));
    }),
  );
});

test('what a server writes at once is one reply, or several in frames', () => {
  for (const [text, replies] of [
    ['KEEPALIVE,0', ['KEEPALIVE,0']],
    ['From a: x\nFrom a: y\n', ['From a: x\nFrom a: y']],
    ['\nFrom a: z', ['From a: z']],
    ['\x01KEEPALIVE,0\x04', ['KEEPALIVE,0']],
    ['\x01a\x10\x04\x10\x01b\x10c\x04\x01d\x04', ['a\x04\x01b\x10c', 'd']],
    ['\x01cut', ['\x01cut']],
  ] as const) {
    assert.deepEqual(repliesIn(text), replies);
  }
});

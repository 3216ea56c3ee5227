import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';

import fc from 'fast-check';

import { ANY_BYTE, ANY_RUN, formatBytes, formatPattern, parsePattern, parseSaid, withNamed } from './bytes.ts';
import type { Place } from './bytes.ts';

const piece = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).map((text) => new TextEncoder().encode(text)),
  fc
    .constantFrom('{3}', '{12', '\n{1}', '\\x41', ' ', '\r\n', '\u2028', '\ufeff', '*?')
    .map((text) => Buffer.from(text)),
  fc.tuple(fc.nat(255), fc.integer({ min: 2, max: 40 })).map(([byte, times]) => new Uint8Array(times).fill(byte)),
);
const bytes = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => Uint8Array.from(Buffer.concat(pieces)));
const named = fc.constantFrom('id', 'cursor-2', 'größe').map((name) => ({ name }));
const place = fc.oneof(
  fc.nat(255),
  fc.constantFrom(0x61, 0x62, 0x7b, 0x35),
  fc.constant(ANY_BYTE),
  fc.constant(ANY_RUN),
  named,
);
const pattern = fc
  .array(place, { minLength: 1, maxLength: 12 })
  .map((places) => places.filter((at, n) => at !== ANY_RUN || (n < places.length - 1 && places[n + 1] !== ANY_RUN)))
  .filter((places) => places.length > 0);

test('bytes come back from their text', () => {
  fc.assert(fc.property(bytes, (given) => assert.deepEqual(parseSaid(formatBytes(given)), given)));
});

test('patterns come back from their text', () => {
  const long = fc.array(fc.oneof(pattern, fc.constant(Array<number>(5).fill(ANY_BYTE))), { minLength: 1 });
  fc.assert(fc.property(long, (given) => assert.deepEqual(parsePattern(formatPattern(given.flat())), given.flat())));
});

test('the text of bytes is one line, all of it visible', () => {
  fc.assert(fc.property(bytes, (given) => assert.match(formatBytes(given), /^(?! )[^\p{C}\p{Zl}\p{Zp}]+(?<! )$/u)));
});

test('the text of bytes is the one a person would write', () => {
  const id = { name: 'id' };
  const texts: Readonly<Record<string, readonly Place[]>> = {
    '\\x00\\x05HELLO': [0, 5, ...Buffer.from('HELLO')],
    'NICK zoë: 100 % *?\\r\\n\\t\\\\': [...Buffer.from('NICK zoë: 100 % *?\r\n\t\\')],
    '\\x20a\\x20': [...Buffer.from(' a ')],
    '604\\x20{1021}': [...Buffer.from('604'.padEnd(1024))],
    '\\xc3(\\xff': [0xc3, 0x28, 0xff],
    '\\n{"a":1}': [...Buffer.from('\n{"a":1}')],
    '\\n\\x7b5}': [...Buffer.from('\n{5}')],
    'x{5}': [...Buffer.from('x{5}')],
    'a\\{id}\\x7b5}\\{id}{16}': [0x61, id, ...Buffer.from('{5}'), ...Array<Place>(16).fill(id)],
    '\\*a\\?b\\?{4}': [ANY_RUN, 0x61, ANY_BYTE, 0x62, ...Array<number>(4).fill(ANY_BYTE)],
  };
  for (const [text, given] of Object.entries(texts)) {
    assert.equal(formatPattern(given), text);
    assert.deepEqual(parsePattern(text), given);
  }
});

test('other ways to write the same bytes', () => {
  assert.deepEqual(parseSaid('\\x41{3}\\x4A'), Uint8Array.from(Buffer.from('AAAJ')));
  assert.deepEqual(parseSaid('\\n{2}'), Uint8Array.of(10, 10));
  assert.deepEqual(parsePattern('\\?{2}\\*a'), [ANY_BYTE, ANY_BYTE, ANY_RUN, 0x61]);
});

test('invalid text is refused with a reason', () => {
  const refused: Record<string, RegExp> = {
    '': /no bytes/,
    ' a': /write \\x20/,
    'a ': /write \\x20/,
    'a\tb': /control character .* write \\t$/,
    'a\u0007': /write \\x07$/,
    'a\u0085': /write \\xc2\\x85$/,
    '\\x4': /two hexadecimal digits/,
    '\\xg0': /two hexadecimal digits/,
    '\\q': /\\q means nothing/,
    'a\\': /means nothing/,
    '\\x41{0}': /not a repetition/,
    '\\x41{3': /not a repetition/,
    '\\x41{3x}': /not a repetition/,
    '\\x41{9999999}': /not a repetition/,
    'a\\*': /followed by/,
    '\\*\\*a': /one \\\* is enough/,
    '\\*{2}a': /one \\\* is enough/,
    '\\{}': /\\{} is not a name/,
    '\\{a b}': /\\{a b} is not a name/,
    '\\{a': /\\{a is not a name/,
    [`\\{${'a'.repeat(65)}}`]: /of up to 64 letters/,
  };
  for (const [text, reason] of Object.entries(refused)) {
    assert.throws(() => parsePattern(text), { name: 'SyntaxError', message: reason }, text);
  }
  assert.throws(() => parseSaid('a\\*b'), /cannot be written/);
  assert.throws(() => parseSaid('a\\?'), /cannot be written/);
});

test('bytes to send may contain names, but no wildcards', () => {
  const said = parseSaid('resume \\{id}\\n');
  assert.deepEqual(withNamed(said, new Map([['id', Uint8Array.of(1, 2)]])), [...Buffer.from('resume \x01\x02\n')]);
  assert.deepEqual(withNamed(said, new Map()), [...said]);
});

import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';

import fc from 'fast-check';

import { ANY_BYTE, ANY_RUN, formatBytes, formatPattern, match, parseBytes, parsePattern } from './bytes.ts';
import type { Pattern } from './bytes.ts';

const piece = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).map((text) => new TextEncoder().encode(text)),
  fc
    .constantFrom('{3}', '{12', '\n{1}', '\\x41', ' ', '\r\n', '\u2028', '\ufeff', '*?')
    .map((text) => Buffer.from(text)),
  fc.tuple(fc.nat(255), fc.integer({ min: 2, max: 40 })).map(([byte, times]) => new Uint8Array(times).fill(byte)),
);
const bytes = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => Uint8Array.from(Buffer.concat(pieces)));
const place = fc.oneof(fc.nat(255), fc.constantFrom(0x61, 0x62), fc.constant(ANY_BYTE), fc.constant(ANY_RUN));
const pattern = fc
  .array(place, { minLength: 1, maxLength: 12 })
  .map((places) => places.filter((at, n) => at !== ANY_RUN || (n < places.length - 1 && places[n + 1] !== ANY_RUN)))
  .filter((places) => places.length > 0);

test('bytes come back from their text', () => {
  fc.assert(fc.property(bytes, (given) => assert.deepEqual(parseBytes(formatBytes(given)), given)));
});

test('patterns come back from their text', () => {
  const long = fc.array(fc.oneof(pattern, fc.constant(Array<number>(5).fill(ANY_BYTE))), { minLength: 1 });
  fc.assert(fc.property(long, (given) => assert.deepEqual(parsePattern(formatPattern(given.flat())), given.flat())));
});

test('the text of bytes is one line, all of it visible', () => {
  fc.assert(fc.property(bytes, (given) => assert.match(formatBytes(given), /^(?! )[^\p{C}\p{Zl}\p{Zp}]+(?<! )$/u)));
});

test('the text of bytes is the one a person would write', () => {
  const texts = {
    '\\x00\\x05HELLO': [0, 5, ...Buffer.from('HELLO')],
    'NICK zoë: 100 % *?\\r\\n\\t\\\\': [...Buffer.from('NICK zoë: 100 % *?\r\n\t\\')],
    '\\x20a\\x20': [...Buffer.from(' a ')],
    '604\\x20{1021}': [...Buffer.from('604'.padEnd(1024))],
    '\\xc3(\\xff': [0xc3, 0x28, 0xff],
    '\\n{"a":1}': [...Buffer.from('\n{"a":1}')],
    '\\n\\x7b5}': [...Buffer.from('\n{5}')],
    'x{5}': [...Buffer.from('x{5}')],
    '\\*a\\?b\\?{4}': [ANY_RUN, 0x61, ANY_BYTE, 0x62, ...Array<number>(4).fill(ANY_BYTE)],
  };
  for (const [text, given] of Object.entries(texts)) {
    assert.equal(formatPattern(given), text);
    assert.deepEqual(parsePattern(text), given);
  }
});

test('other ways to write the same bytes', () => {
  assert.deepEqual(parseBytes('\\x41{3}\\x4A'), Uint8Array.from(Buffer.from('AAAJ')));
  assert.deepEqual(parseBytes('\\n{2}'), Uint8Array.of(10, 10));
  assert.deepEqual(parsePattern('\\?{2}\\*a'), [ANY_BYTE, ANY_BYTE, ANY_RUN, 0x61]);
});

test('what is no bytes is refused with a reason', () => {
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
    '\\x41{0}': /no repetition/,
    '\\x41{3': /no repetition/,
    '\\x41{3x}': /no repetition/,
    '\\x41{9999999}': /no repetition/,
    'a\\*': /followed by/,
    '\\*\\*a': /one \\\* is enough/,
    '\\*{2}a': /one \\\* is enough/,
  };
  for (const [text, reason] of Object.entries(refused)) {
    assert.throws(() => parsePattern(text), { name: 'SyntaxError', message: reason }, text);
  }
  assert.throws(() => parseBytes('a\\*b'), /cannot be written/);
  assert.throws(() => parseBytes('a\\?'), /cannot be written/);
});

test('a pattern uses up as little as it can, and says where it stands', () => {
  const judge = (text: string, heard: string): unknown => Object.values(match(parsePattern(text), Buffer.from(heard)));
  assert.deepEqual(judge('abc', 'abcd'), ['whole', 3, 3]);
  assert.deepEqual(judge('abc', 'ab'), ['part', 2, 2]);
  assert.deepEqual(judge('abc', 'abd'), ['differs', 2, 2]);
  assert.deepEqual(judge('a\\?c', 'axc'), ['whole', 3, 3]);
  assert.deepEqual(judge('a\\?', 'a'), ['part', 1, 1]);
  assert.deepEqual(judge('a\\*c', 'ac'), ['whole', 3, 2]);
  assert.deepEqual(judge('a\\*bc', 'a b bcbc'), ['whole', 4, 6]);
  assert.deepEqual(judge('a\\*bc', 'a b b'), ['part', 2, 1]);
  assert.deepEqual(judge('a\\*bc', 'x'), ['differs', 0, 0]);
  assert.deepEqual(judge('\\*aab', 'aaab'), ['whole', 4, 4]);
});

test('matching agrees with regular expressions', () => {
  const heard = fc.array(fc.constantFrom(0x61, 0x62, 0x0a, 0xff), { maxLength: 12 });
  const few = fc.array(fc.constantFrom(0x61, 0x62, 0x0a, 0xff, ANY_BYTE, ANY_RUN), { maxLength: 8 });
  fc.assert(
    fc.property(few, heard, (given, came) => {
      const shortest = toRegExp(given).exec(Buffer.from(came).toString('latin1'));
      const found = match(given, Uint8Array.from(came));
      assert.equal(found.verdict === 'whole' ? found.heard : undefined, shortest?.[0].length);
      if (found.verdict === 'whole') return;
      // It can still fit exactly if what is missing may simply be appended.
      const rest = given.slice(found.expected).map((at) => (at > 0xff ? 0x61 : at));
      const completed = Uint8Array.from([...came, ...rest]);
      assert.equal(match(given, completed).verdict === 'whole', found.verdict === 'part');
    }),
    { numRuns: 1000 },
  );
});

function toRegExp(places: Pattern): RegExp {
  const source = places.map((at) => {
    if (at === ANY_RUN) return '[^]*?';
    return at === ANY_BYTE ? '[^]' : `\\x${at.toString(16).padStart(2, '0')}`;
  });
  return new RegExp(`^${source.join('')}`);
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeBytes, formatCode, parseCode } from './codes.ts';

const bytes = fc.uint8Array({ minLength: codeBytes, maxLength: codeBytes });

test('a code is read as it was written, in capitals, without hyphens, and with letters that look like digits', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const code = formatCode(random);
      assert.match(code, /^(?:[0-9a-hjkmnp-tv-z]{8}-){3}[0-9a-hjkmnp-tv-z]{8}$/);
      const plain = code.replaceAll('-', '');
      assert.equal(parseCode(code), plain);
      assert.equal(parseCode(plain.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'l')), plain);
    }),
  );
});

test('a code contains all bits of its random bytes', () => {
  assert.equal(parseCode(formatCode(new Uint8Array(20))), '0'.repeat(32));
  assert.equal(parseCode(formatCode(new Uint8Array(20).fill(255))), 'z'.repeat(32));
  fc.assert(
    fc.property(bytes, fc.nat(159), (random, bit) => {
      const other = random.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      assert.notEqual(formatCode(random), formatCode(other));
    }),
  );
});

test('invalid codes are refused', () => {
  for (const text of ['', 'swordfish', '0'.repeat(31), '0'.repeat(33), `${'0'.repeat(31)}u`, '0'.repeat(1_000_000)]) {
    assert.equal(parseCode(text), undefined);
  }
});

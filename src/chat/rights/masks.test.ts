import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';

import { matcherOf, parseMask, showMask } from './masks.ts';
import { fold } from '#chat/names/names.ts';

const globs = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '*', '?'), minLength: 1, maxLength: 12 });
const names = fc.string({ unit: fc.constantFrom('a', 'b', 'ä'), maxLength: 12 });

/** The same, by a regular expression. */
const plainly = (glob: string): RegExp =>
  new RegExp(`^${glob.replaceAll(/[*?]/g, (wildcard) => (wildcard === '*' ? '.*' : '.'))}$`, 'su');

describe('a mask', () => {
  test('matches as its wildcards say', () => {
    const property = fc.property(globs, names, (glob, name) => {
      assert.equal(matcherOf(glob)(name), plainly(glob).test(name));
    });
    fc.assert(property, { seed: 1, numRuns: 3000 });
  });

  test('of a name matches that name, and no other', () => {
    fc.assert(
      fc.property(names, names, (one, other) => assert.equal(matcherOf(one)(other), one === other)),
      { seed: 2 },
    );
  });

  test('is read as it is shown', () => {
    for (const text of ['bob', 'b*', '?', 'account:bob', 'address:bob', `address:${'0f'.repeat(16)}`, 'Ünsal*']) {
      const mask = parseMask(text);
      assert.ok(typeof mask !== 'string', text);
      assert.equal(showMask(mask), text);
      assert.deepEqual(parseMask(showMask(mask)), mask);
    }
  });

  test('is compared as names are', () => {
    for (const text of ['STRASSE', 'straße', 'ｓtraſſe']) {
      const mask = parseMask(text);
      assert.ok(typeof mask !== 'string' && mask.kind === 'name');
      assert.equal(mask.glob, fold('straße'));
    }
  });

  test('is refused with characters that no name can have', () => {
    for (const text of ['', 'a b', 'a:b', 'a!b@c', 'account:', 'account:b*', 'address:', 'address:b?', 'x\u0000']) {
      assert.equal(parseMask(text), 'mask-invalid', text);
    }
    assert.equal(parseMask('x'.repeat(33)), 'mask-invalid');
    assert.equal(parseMask('*'.repeat(10_000)), 'mask-invalid');
    assert.equal(parseMask('ä'.repeat(33)), 'mask-invalid');
  });

  test('takes a bounded number of steps, whatever it is', () => {
    const matches = matcherOf('*a'.repeat(16));
    // A matcher that tries every way to divide the name would not come to an end.
    for (let n = 0; n < 1000; n++) assert.equal(matches(`${'a'.repeat(31)}b`), false);
  });
});

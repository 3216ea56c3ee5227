import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';

import fc from 'fast-check';

import { ANY_BYTE, ANY_RUN, parsePattern } from './bytes.ts';
import type { Pattern, Place } from './bytes.ts';
import { match } from './match-bytes.ts';

test('a pattern takes as few bytes as it can, and reports its position', () => {
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

test('a name takes as little as it can, and at least one byte; it is the same wherever it stands again', () => {
  const judge = (text: string, heard: string): unknown => {
    const { verdict, heard: used, named = [] } = match(parsePattern(text), Buffer.from(heard));
    return [
      verdict,
      used,
      Object.fromEntries([...named].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])),
    ];
  };
  assert.deepEqual(judge('ok \\{id}\\n', 'ok 12\nok 13\n'), ['whole', 6, { id: '12' }]);
  assert.deepEqual(judge('ok \\{id}\\n', 'ok \n\n'), ['whole', 5, { id: '\n' }]);
  assert.deepEqual(judge('ok \\{id}\\n', 'ok 1'), ['part', 3, {}]);
  assert.deepEqual(judge('ok \\{id}\\n', 'ok '), ['part', 3, {}]);
  assert.deepEqual(judge('ok \\{id}\\n', 'no 1\n'), ['differs', 0, {}]);
  assert.deepEqual(judge('\\{a}:\\{b} \\{b}:\\{a}\\n', '1:2 2:1\n'), ['whole', 8, { a: '1', b: '2' }]);
  assert.deepEqual(judge('\\{a}:\\{b} \\{b}:\\{a}\\n', '1:2 2:3\n'), ['part', 2, {}]);
  assert.deepEqual(judge('\\{a},\\*,\\{a}\\n', 'x,y,z,x,y\n'), ['whole', 10, { a: 'x,y' }]);
});

test('matching agrees with regular expressions', () => {
  const heard = fc.array(fc.constantFrom(0x61, 0x62, 0x0a, 0xff), { maxLength: 12 });
  const few = fc.array(fc.constantFrom(0x61, 0x62, 0x0a, 0xff, ANY_BYTE, ANY_RUN, { name: 'n' }), { maxLength: 8 });
  fc.assert(
    fc.property(few, heard, (given, came) => {
      const shortest = toRegExp(given).exec(Buffer.from(came).toString('latin1'));
      const found = match(given, Uint8Array.from(came));
      assert.equal(found.verdict === 'whole' ? found.heard : undefined, shortest?.[0].length);
      assert.deepEqual(found.named?.get('n'), bytesOf(shortest?.groups?.['n']));
      if (found.verdict === 'whole' || given.some((at) => typeof at === 'object')) return;
      // It can still fit exactly if what is missing may simply be appended.
      const rest = given.slice(found.expected).map((at) => (typeof at === 'object' || at > 0xff ? 0x61 : at));
      const completed = Uint8Array.from([...came, ...rest]);
      assert.equal(match(given, completed).verdict === 'whole', found.verdict === 'part');
    }),
    { numRuns: 1000 },
  );
});

const bytesOf = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : Uint8Array.from(Buffer.from(text, 'latin1'));

function toRegExp(places: Pattern): RegExp {
  const source = places.map((at, n) => {
    if (at === ANY_RUN) return '[^]*?';
    if (typeof at === 'object') return isFirst(places, at, n) ? `(?<${at.name}>[^]+?)` : `\\k<${at.name}>`;
    return at === ANY_BYTE ? '[^]' : `\\x${at.toString(16).padStart(2, '0')}`;
  });
  return new RegExp(`^${source.join('')}`);
}

const isFirst = (places: Pattern, place: Place, n: number): boolean => places.indexOf(place) === n;

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { parseQuery, type SearchQuery } from './search-query.ts';
import { anyCodePoint } from '../../../test/any-code-point.ts';

const now = new Date(2026, 10, 28, 20, 0).getTime();

function query(text: string): Partial<SearchQuery> {
  const parsed = parseQuery(text, now);
  assert.ok(!('error' in parsed), 'error' in parsed ? parsed.error : '');
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined && value !== false));
}

const error = (text: string): string => {
  const parsed = parseQuery(text, now);
  assert.ok('error' in parsed);
  return parsed.error;
};

const term = (words: readonly string[], more: object = {}): object => ({ words, prefix: false, not: false, ...more });

test('words, phrases, beginnings, and words that must be missing', () => {
  assert.deepEqual(query('Hello "big World" bui* -spam -"two words"'), {
    terms: [
      term(['hello']),
      term(['big', 'world']),
      term(['bui'], { prefix: true }),
      term(['spam'], { not: true }),
      term(['two', 'words'], { not: true }),
    ],
  });
});

test('a word that is several words is a phrase', () => {
  assert.deepEqual(query("don't 東京"), { terms: [term(['don', 't']), term(['東', '京'])] });
});

test('a phrase without its end, and with a beginning at its end', () => {
  assert.deepEqual(query('"good mor"* "never ends'), {
    terms: [term(['good', 'mor'], { prefix: true }), term(['never', 'ends'])],
  });
});

test('from, in, after, before, sort', () => {
  assert.deepEqual(query('from:Alice in:#dev after:2026-11-20 before:"2026-11-21 9:30" sort:best bug'), {
    terms: [term(['bug'])],
    from: 'Alice',
    in: '#dev',
    after: new Date(2026, 10, 20).getTime(),
    before: new Date(2026, 10, 21, 9, 30).getTime(),
    ranked: true,
  });
  assert.deepEqual(query('from:alice after:today'), {
    terms: [],
    from: 'alice',
    after: new Date(2026, 10, 28).getTime(),
  });
  assert.equal(query('in:bob before:2h').before, now - 7_200_000);
});

test('an invalid query is answered with a sentence', () => {
  assert.match(error(''), /^Search for words, "a phrase"/);
  assert.match(error('  !!! '), /^Search for words/);
  assert.match(error('-spam'), /^Name a word that must be there/);
  assert.match(error('-spam from:alice'), /^Name a word that must be there/);
  assert.match(error('x after:soon'), /^Write after:2026-11-20/);
  assert.match(error('x before:2026-02-30'), /^Write before:2026-11-20/);
  assert.match(error('x from:""'), /^A name is missing/);
  assert.match(error('from: alice'), /^A name is missing/, 'the space');
  assert.match(error('x AFTER:'), /^Write after:2026-11-20/);
  assert.match(error('x sort:'), /^Write sort:best/);
  assert.match(error('x in:#a in:#b'), /^Give in: only once/);
  assert.match(error('x sort:oldest'), /^Write sort:best/);
  assert.match(error('a '.repeat(17)), /^A search has at most 16 words/);
  assert.match(error('a'.repeat(513)), /^A search has at most 512 characters/);
});

test('any text is a query or gets a sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCodePoint, maxLength: 60 }), (text) => {
      const parsed = parseQuery(text, now);
      if ('error' in parsed) assert.match(parsed.error, /\.$/);
      else for (const { words } of parsed.terms) assert.ok(words.length > 0);
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { joinedWords, wordsOf } from './words.ts';
import { anyCodePoint } from '../../test/any-code-point.ts';

const found = (text: string): readonly string[] => wordsOf(text).map(({ word }) => word);

test('words are runs of letters and digits, in any case', () => {
  assert.deepEqual(found('The 2nd Build, see snake_case!'), ['the', '2nd', 'build', 'see', 'snake', 'case']);
  assert.deepEqual(found("don't"), ['don', 't']);
});

test('accents, width and ligatures make no other word', () => {
  assert.deepEqual(found('Café NAÏVE Straße ﬁn Ａ１ ёлка'), ['cafe', 'naive', 'strasse', 'fin', 'a1', 'елка']);
});

test('marks of other scripts belong to their words', () => {
  assert.notDeepEqual(found('कि'), found('की'));
});

test('scripts without spaces are cut into characters', () => {
  assert.deepEqual(
    found('東京タワーへ go'),
    ['東', '京', 'タ', 'ワ', 'ー', 'へ', 'go'].map((word) => word.normalize('NFKC')),
  );
  assert.deepEqual(found('한국어 abc한'), ['한', '국', '어', 'abc', '한']);
});

test('a pictograph is a word', () => {
  assert.deepEqual(found('well done 👍!'), ['well', 'done', '👍']);
});

test('places are those of the text, and no word has a character that ends words', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCodePoint, maxLength: 40 }), (text) => {
      const words = wordsOf(text);
      let last = 0;
      for (const { word, start, end } of words) {
        assert.ok(start >= last && end > start && end <= text.length);
        assert.doesNotMatch(word, /[\x00-\x20"*()^]/);
        assert.notEqual(word, '');
        last = end;
      }
      assert.equal(joinedWords(text), words.map(({ word }) => word).join(' '));
    }),
  );
});

test('a whole word of a text finds it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      for (const { word, start, end } of wordsOf(text)) assert.ok(found(text.slice(start, end)).includes(word));
    }),
  );
});

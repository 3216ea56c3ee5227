import assert from 'node:assert/strict';
import { test } from 'node:test';

import { snippetParts } from './snippet.ts';

/** The text with what was found in brackets. `word`: each of its places is found. */
function shown(snippet: string, word: string): string {
  const ranges = [...snippet.matchAll(new RegExp(word, 'g'))].map(
    ({ index, 0: found }) => [index, index + found.length] as const,
  );
  const parts = snippetParts(snippet, ranges);
  return parts.map(({ text, found }) => (found ? `[${text}]` : text)).join('');
}

test('a snippet has no delimiters, and what was found is marked in it', () => {
  assert.equal(shown('the **big tea** party', 'tea'), 'the big [tea] party');
  assert.equal(shown('~~tea~~ and *tea* and `tea`', 'tea'), '[tea] and [tea] and [tea]');
  assert.equal(shown('**tea**', 'tea'), '[tea]');
  assert.equal(shown('a [link to tea](https://example.org/tea) here', 'here'), 'a link to tea [here]');
  assert.equal(shown('a [link to tea](https://example.org/tea) here', 'tea'), 'a link to [tea] here');
  assert.equal(shown('ask @alice in #tea', 'tea'), 'ask @alice in #[tea]');
  assert.equal(shown('<b>tea</b> & **<i>**', 'tea'), '<b>[tea]</b> & <i>');
});

test('what is found changes nothing of what is read as a delimiter', () => {
  assert.equal(shown('snake_case and other_case', 'case'), 'snake_[case] and other_[case]');
  assert.equal(shown('2 * 3 * tea', 'tea'), '2 * 3 * [tea]');
  assert.equal(shown('cut **tea', 'tea'), 'cut **[tea]');
});

test('a text with the letters that are used for that is shown without marks', () => {
  assert.equal(shown('\ua9cf **tea**', 'tea'), '\ua9cf tea');
});

test('a place that ends outside of the address in which it begins marks nothing else', () => {
  assert.equal(shown('a [link](https://example.org/tea) here and there', 'tea\\) here'), 'a link here and there');
});

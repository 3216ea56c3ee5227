import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { anyCodePoint } from '../../test/any-code-point.ts';
import { escapedJson, harmless, isHarmful, visible } from './visible.ts';

/** Invisible characters in places where letters and emoji need them. */
const needed = [
  '❤\ufe0f',
  '❤\ufe0e',
  '👩\u200d❤\ufe0f\u200d👨',
  '👍🏽',
  '🏳\ufe0f\u200d🌈',
  '🏴\u200d☠\ufe0f',
  '🇩🇪',
  '#\ufe0f\u20e3',
  '\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
  'می\u200cخواهم',
  'क्\u200dष क्\u200cष',
  'ശ്രീലങ്ക ല്\u200d',
  'র\u200d্যা',
  'ශ්\u200dරී',
  '葛\u{e0100}',
];

describe('a text made visible', () => {
  const replaced: Readonly<Record<string, string>> = {
    'a\u200bb': 'a\\u{200b}b',
    'a\u200cb\u200d': 'a\\u{200c}b\\u{200d}',
    '\u200e\u200f\u061c': '\\u{200e}\\u{200f}\\u{61c}',
    '\ufeffhi': '\\u{feff}hi',
    'hi\u{e0001}\u{e0041}': 'hi\\u{e0001}\\u{e0041}',
    '\u{1f3f4}\u{e0075}\u{e0073}\u{e007f}': '\u{1f3f4}\\u{e0075}\\u{e0073}\\u{e007f}',
    '\u{1d159}\u{1d173}': '\\u{1d159}\\u{1d173}',
    '\u3164\u115f\u1160\uffa0': '\\u{3164}\\u{115f}\\u{1160}\\u{ffa0}',
    'a\u00adb\u034f': 'a\\u{ad}b\\u{34f}',
    'a\ufe0f': 'a\\u{fe0f}',
    '😀\ufe0f\ufe0f': '😀\ufe0f\\u{fe0f}',
    '😀\u200d\u200d😀': '😀\\u{200d}\\u{200d}😀',
    'a\u2060\u2061b': 'a\\u{2060}\\u{2061}b',
    '\u202e\u2066\u2028\x9b\x1b\n\t': '\ufffd\ufffd\ufffd\ufffd␛␊\t',
  };
  for (const [text, shown] of Object.entries(replaced)) {
    test(JSON.stringify(shown), () => assert.equal(visible(text), shown));
  }

  for (const text of [...needed, 'שלום محمد', 'é e\u0301 ä', '\u2800⠓⠊', 'no-break\u00a0space', '漢字　かな']) {
    test(`${JSON.stringify(text)} stays`, () => assert.equal(visible(text), text));
  }

  test('has nothing left to make visible', () => {
    const unit = fc.constantFrom(...needed, '\u200b', '\u200c', '\u200d', '\ufe0f', '\u{e0061}', '\u202e', '\n', 'a');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit, maxLength: 12 }), fc.string({ unit: anyCodePoint })), (text) => {
        const shown = visible(text);
        assert.equal(visible(shown), shown);
        assert.ok(!isHarmful(shown));
      }),
      { seed: 6, numRuns: 3000 },
    );
  });
});

test('text for a wire is harmless, and otherwise unchanged', () => {
  assert.equal(harmless('a\u200bb\x1b[2J\u202e'), 'a\u200bb␛[2J\ufffd');
});

test('escaped JSON has the same meaning, and hides nothing', () => {
  for (const text of ['a\u200b\u{e0041}\x9b\u2028\u202e\ufeff', ...needed]) {
    const json = escapedJson(JSON.stringify({ text }));
    assert.deepEqual(JSON.parse(json), { text });
    assert.equal(visible(json), json);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, type } from './terminal.suite.ts';

const signs: readonly (readonly [string, string])[] = [
  ['of two cells', '日本語の長い文章です、よ'],
  ['with marks on them', 'e\u0301'.repeat(30)],
  ['of several signs', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'.repeat(12)],
  ['of flags', '\u{1f1e9}\u{1f1ea}'.repeat(12)],
  ['with a colour of skin', '\u{1f44b}\u{1f3fd}'.repeat(12)],
  ['and tabs', 'a\tb\tc\td'],
];
for (const [name, text] of signs) {
  test(`nothing that arrived is lost over half a line with signs ${name}`, async () => {
    for (const before of ['', 'x', 'xy']) {
      const { keys, screen, console } = open(20);
      console.prompt('Me: ');
      console.show('bob: 1');
      await type(keys, `${before}${text}`);
      console.show('bob: 2');
      console.show('bob: 3');
      assert.deepEqual(screen.lines.slice(0, 3), ['bob: 1', 'bob: 2', 'bob: 3']);
      const drawn = screen.lines.slice(3).join('').replaceAll(/\s/g, '');
      assert.equal(drawn, `Me:${before}${text}`.replaceAll(/\s/g, ''), 'no piece of an old prompt is left');
      await type(keys, '\r');
      assert.equal(await console.line(), `${before}${text}`);
    }
  });
}

test('the speaker is highlighted, unless colours are switched off', () => {
  const told = (environment: Readonly<Record<string, string>>): readonly string[] => {
    const { screen, console } = open(40, environment);
    console.show('bob: hello', 5);
    console.show('no speaker');
    assert.deepEqual(screen.lines, ['bob: hello', 'no speaker', '']);
    return screen.told.slice(1);
  };
  assert.deepEqual(told({}), ['1m', '22m']);
  assert.deepEqual(told({ NO_COLOR: '' }), ['1m', '22m']);
  assert.deepEqual(told({ NO_COLOR: '1' }), []);
});

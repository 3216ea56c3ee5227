import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LineEditor, longestTyped } from './line-editor.ts';
import { TerminalInput } from './terminal-input.ts';

/** What is half typed after these keys, with `|` where the cursor is. */
function typed(...keys: readonly string[]): string {
  const [editor, input] = [new LineEditor(), new TerminalInput()];
  for (const key of keys) {
    for (const each of input.take(key)) {
      if (each.kind === 'key' && each.key === 'enter') editor.enter(true);
      else if (each.kind === 'key') editor.press(each.key);
      else if (each.kind !== 'place') editor.insert(each.text);
    }
  }
  return `${editor.text.slice(0, editor.cursor)}|${editor.text.slice(editor.cursor)}`;
}

const [up, down, left] = ['\x1b[A', '\x1b[B', '\x1b[D'];
const cases: readonly (readonly [string, readonly string[], string])[] = [
  ['left and right', ['abc', left, left, '\x1bOC'], 'ab|c'],
  ['left and right by control', ['abc', '\x02\x02\x06'], 'ab|c'],
  ['home and end', ['abc', '\x1b[H', 'x', '\x1b[F', 'y'], 'xabcy|'],
  ['home and end by number', ['abc', '\x1b[1~', 'x', '\x1b[4~', 'y', '\x1b[7~'], '|xabcy'],
  ['home and end by control', ['abc', '\x01x\x05y'], 'xabcy|'],
  ['word by word', ['one two', '\x1b[1;5D', 'x', '\x1bb\x1bb', '\x1b[1;3C', 'y'], 'oney| xtwo'],
  ['word by word, as others write it', ['one two', '\x1b[5D', '\x1bf'], 'one two|'],
  ['back and delete', ['abc', '\x7f', left, '\x1b[3~', 'd\x08'], 'a|'],
  ['Ctrl-D within a line', ['abc', left, '\x04'], 'ab|'],
  ['what people see as one character', ['e\u0301\u{1f468}\u200d\u{1f469}\u{1f1e9}\u{1f1ea}', '\x7f\x7f'], 'e\u0301|'],
  ['a word back, and again', ['one two  ', '\x17'], 'one |'],
  ['a word back by Alt', ['one two', '\x1b\x7f'], 'one |'],
  ['a word on', ['one two', '\x01\x1bd'], '| two'],
  ['what was cut is put back', ['one two', '\x02\x02\x02\x0b', '\x01\x19'], 'two|one '],
  ['the beginning is cut', ['one two', left, '\x15'], '|o'],
  ['earlier lines', ['one\r', 'two\r', 'thr', up, up], 'one|'],
  ['earlier lines, and back', ['one\r', 'thr', '\x10', up, down, '\x0e'], 'thr|'],
  ['the same line once', ['one\r', 'one\r', 'two\r', up, up, up], 'one|'],
  ['keys that are not here', ['a\x1b[15~\x1b[2~\x1bx\x00\x07\x1b[Zb\x1b[1;2Qc'], 'abc|'],
  ['a sequence in pieces', ['abc\x1b', '[', '1;', '5', 'D', 'x'], 'x|abc'],
  ['a sequence without an end', [`\x1b[${'1'.repeat(40)}`, 'x'], `${'1'.repeat(40)}x|`],
  ['Escape, held', ['a\x1b\x1b\x1b\x1bbc'], 'c|a'],
  ['CR LF is one', ['one\r\n', up, '\r', '\n', 'x'], 'x|'],
  ['a tab', ['a\tb'], 'a\tb|'],
];
for (const [name, keys, left_] of cases) {
  test(`editing: ${name}`, () => assert.equal(typed(...keys), left_));
}

test('there is an end to what is half typed, and to what is remembered', () => {
  const editor = new LineEditor();
  assert.ok(editor.insert('x'.repeat(longestTyped - 1)));
  assert.equal(editor.insert('😀'), false);
  assert.equal(editor.text.length, longestTyped - 1);
  for (let n = 0; n < 200; n++) {
    editor.enter(true);
    editor.insert(`${n}`);
  }
  for (let n = 0; n < 300; n++) editor.press('up');
  assert.equal(editor.text, '99');
});

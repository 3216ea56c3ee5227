import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, type } from './terminal.suite.ts';

test('the escape key is not waited for', async () => {
  const { keys, console } = open();
  await type(keys, 'two words\x1b');
  await type(keys, '\x7f');
  await type(keys, 'x\r');
  assert.equal(await console.line(), 'two x');
});

test('the terminal mode is restored, at the end of input as at our own end', async () => {
  const one = open();
  one.console.close();
  assert.deepEqual([one.raw.at(-1), one.screen.told], [false, ['?2004h', '?2004l']]);
  const other = open();
  await type(other.keys, '\x04');
  assert.deepEqual([other.raw.at(-1), other.screen.told], [false, ['?2004h', '?2004l']]);
  other.console.close();
  assert.equal(other.screen.told.length, 2);
});

test('a terminal that is gone is the end of input', async () => {
  const { keys, console } = open();
  keys.destroy(new Error('EIO'));
  assert.equal(await console.line(), undefined);
});

test('what was typed behind another prompt is not brought back', async () => {
  const { keys, screen, console } = open();
  console.prompt('Enter a nickname: ');
  await type(keys, 'alice secret\r');
  console.prompt('');
  console.prompt('Me: ');
  await type(keys, '\x1b[A');
  assert.equal(screen.lines.at(-1), 'Me:');
  await type(keys, 'hello\r\x1b[A');
  assert.equal(screen.lines.at(-1), 'Me: hello');
});

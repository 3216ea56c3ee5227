import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';

import { createConsole } from './console.ts';
import { Screen } from './screen.suite.ts';
import { open, type } from './terminal.suite.ts';

test('three lines pasted where the terminal says so are three, and nothing in them is obeyed', async () => {
  const { keys, screen, console } = open();
  assert.deepEqual(screen.told, ['?2004h']);
  console.prompt('Me: ');
  await type(keys, 'a\x1b[200~one\r\ntw\x03\x04o\x1b[A\x15\nthree\x1b[201~!');
  assert.equal(await console.line(), 'aone');
  assert.equal(await console.line(), 'tw␃␄o␛[A␕');
  assert.deepEqual(screen.lines.slice(2), ['Me: three!']);
  await type(keys, '\x03');
  await console.interrupted;
  console.close();
  assert.deepEqual(screen.told, ['?2004h', '?2004l']);
});

test('also in pieces, cut anywhere', async () => {
  const { keys, console } = open();
  const pasted = Buffer.from('\x1b[200~é\r\n\x1b[20\x1b[201~\r');
  await type(keys, pasted.subarray(0, 2));
  for (const byte of pasted.subarray(2)) await type(keys, Uint8Array.of(byte));
  assert.equal(await console.line(), 'é');
  assert.equal(await console.line(), '␛[20');
});

test('the escape key is not waited for', async () => {
  const { keys, console } = open();
  await type(keys, 'two words\x1b');
  await type(keys, '\x7f');
  await type(keys, 'x\r');
  assert.equal(await console.line(), 'two x');
});

test('the keys are given back, at the end of input as at ours', async () => {
  const one = open();
  one.console.close();
  assert.deepEqual(
    [one.raw, one.screen.told],
    [
      [true, false],
      ['?2004h', '?2004l'],
    ],
  );
  const other = open();
  await type(other.keys, '\x04');
  assert.deepEqual(
    [other.raw, other.screen.told],
    [
      [true, false],
      ['?2004h', '?2004l'],
    ],
  );
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

test('a terminal that can do nothing gets plain lines', () => {
  const [keys, screen] = [Object.assign(new PassThrough(), { isTTY: true }), new Screen(40)];
  const console = createConsole(keys, screen, new EventEmitter(), { TERM: 'dumb' });
  console.show('bob: hello', 5);
  assert.deepEqual([screen.lines, screen.told], [['bob: hello', ''], []]);
  console.close();
});

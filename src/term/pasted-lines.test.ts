import assert from 'node:assert/strict';
import { test } from 'node:test';

import { longestTyped } from './line-editor.ts';
import { open, type } from './terminal.suite.ts';

const pasted = (text: string): string => `\x1b[200~${text}\x1b[201~`;

test('pasted lines are shown, wait for the return key, and then come in one piece', async () => {
  const { keys, screen, console } = open();
  assert.deepEqual(screen.told, ['?2004h']);
  console.prompt('Me: ');
  await type(keys, `a${pasted('one\r\ntwo\n\nfour')}!`);
  assert.equal(console.waiting, 0);
  assert.deepEqual(screen.lines, ['Me: aone', 'two', '', 'four!']);
  console.show('bob: hello');
  assert.deepEqual(screen.lines, ['bob: hello', 'Me: aone', 'two', '', 'four!']);
  await type(keys, '\r');
  assert.deepEqual(screen.lines, ['bob: hello', 'Me: aone', 'two', '', 'four!', 'Me:']);
  for (const line of ['aone', 'two', '', 'four!']) {
    assert.equal(await console.line(), line);
    assert.ok(console.amongPasted);
  }
  await type(keys, 'typed\r');
  assert.equal(await console.line(), 'typed');
  assert.equal(console.amongPasted, false);
});

test('a pasted line with its end waits for the return key, too', async () => {
  for (const end of ['\r', '\n', '\r\n', '\n\n']) {
    const { keys, screen, console } = open();
    console.prompt('Me: ');
    await type(keys, pasted(`BYE${end}`));
    assert.equal(console.waiting, 0);
    assert.equal(screen.lines[0], 'Me: BYE');
    await type(keys, '\r');
    assert.equal(await console.line(), 'BYE');
    assert.equal(console.waiting, 0);
    assert.equal(console.amongPasted, false);
  }
});

test('control characters in pasted text have no effect', async () => {
  const { keys, console } = open();
  await type(keys, `${pasted('tw\x03\x04o\x1b[A\x15\x1a')}\r`);
  assert.equal(await console.line(), 'tw␃␄o␛[A␕␚');
});

test('pasted text may come in pieces, cut anywhere', async () => {
  const { keys, console } = open();
  for (const byte of Buffer.from(`${pasted('é\r\nx\r\n\x1b[20')}\r`)) await type(keys, Uint8Array.of(byte));
  for (const line of ['é', 'x', '␛[20']) assert.equal(await console.line(), line);
  assert.equal(console.waiting, 0);
});

test('the cursor goes through all of it, and the arrow keys bring it back as one', async () => {
  const { keys, screen, console } = open();
  console.prompt('Me: ');
  await type(keys, `${pasted('one\ntwo')}\x1b[D\x1b[D\x1b[D\x1b[Dx\r`);
  assert.deepEqual([await console.line(), await console.line()], ['onex', 'two']);
  await type(keys, '\x1b[A');
  assert.deepEqual(screen.lines.slice(-2), ['Me: onex', 'two']);
});

test('more than the screen has rows: its end is shown, and nothing that arrives is lost', async () => {
  const { keys, screen, console } = open();
  Object.assign(screen, { rows: 6 });
  console.prompt('Me: ');
  const lines = Array.from({ length: 50 }, (_, n) => `line ${n}`);
  await type(keys, pasted(lines.join('\n')));
  assert.ok(screen.lines.length <= 6);
  assert.equal(screen.lines.at(-1), 'line 49');
  console.show('bob: hello');
  assert.equal(screen.lines[0], 'bob: hello');
  await type(keys, '\x01');
  assert.ok(screen.lines.length <= 7);
  assert.equal(screen.lines[1], 'Me: line 0');
  await type(keys, '\r');
  for (const line of lines) assert.equal(await console.line(), line);
});

test('what is too much is left out, and said', async () => {
  const { keys, screen, console } = open();
  await type(keys, pasted('x'.repeat(longestTyped + 5)));
  assert.ok(screen.lines.join('').includes('has at most 65536 characters. The rest was left out.'));
  await type(keys, '\r');
  assert.equal((await console.line())?.length, longestTyped);
});

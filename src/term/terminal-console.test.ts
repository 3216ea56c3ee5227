import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, type } from './terminal.suite.ts';

test('a prompt stands before what is typed, and lines come without it', async () => {
  const { keys, screen, console } = open();
  console.prompt('Me: ');
  await type(keys, 'hello');
  assert.deepEqual(screen.lines, ['Me: hello']);
  await type(keys, '\r');
  assert.equal(await console.line(), 'hello');
  assert.deepEqual(screen.lines, ['Me: hello', 'Me:']);
});

test('what arrives stands above what is half typed', async () => {
  const { keys, screen, console } = open();
  console.prompt('Me: ');
  await type(keys, 'half a li');
  console.show('bob: hello');
  assert.deepEqual(screen.lines, ['bob: hello', 'Me: half a li']);
  await type(keys, 'ne\r');
  assert.equal(await console.line(), 'half a line');
  console.show('bob: again');
  assert.deepEqual(screen.lines, ['bob: hello', 'Me: half a line', 'bob: again', 'Me:']);
});

/** Columns of the text alone, in 20 with the prompt: short of a row's end, at it, behind it. */
const lengths = [14, 15, 16, 17, 35, 37, 75];

for (const [how, size] of [
  ['typed', 1],
  ['pasted', 80],
] as const) {
  test(`what arrives stands above what is half typed, also when that takes several rows, ${how}`, async () => {
    for (const length of lengths) {
      const { keys, screen, console } = open(20);
      const text = 'abcdefghij'.repeat(8).slice(0, length);
      console.prompt('Me: ');
      for (let at = 0; at < length; at += size) await type(keys, text.slice(at, at + size));
      console.show('bob: a line of more than twenty columns');
      console.show('bob: 2');
      assert.deepEqual(screen.lines, ['bob: a line of more than twenty columns', 'bob: 2', `Me: ${text}`]);
      // With the cursor at the beginning, and so in the upper row.
      await type(keys, '\x01');
      console.show('bob: 3');
      assert.deepEqual(screen.lines.slice(-3), ['bob: 2', 'bob: 3', `Me: ${text}`]);
      await type(keys, '\r');
      assert.equal(await console.line(), text);
    }
  });
}

test('another prompt takes the place of the old one', async () => {
  const { keys, screen, console } = open();
  console.prompt('Enter a nickname: ');
  await type(keys, 'bob\r');
  console.prompt('');
  assert.deepEqual(screen.lines, ['Enter a nickname: bob', '']);
  console.show('Nickname already taken!');
  console.prompt('Enter a nickname: ');
  assert.deepEqual(screen.lines, ['Enter a nickname: bob', 'Nickname already taken!', 'Enter a nickname:']);
});

test('ten pasted lines are ten lines', async () => {
  const { keys, screen, console } = open();
  console.prompt('Me: ');
  const lines = Array.from({ length: 10 }, (_, n) => `line ${n}`);
  await type(keys, `${lines.join('\r')}\r`);
  for (const line of lines) assert.equal(await console.line(), line);
  assert.deepEqual(screen.lines, [...lines.map((line) => `Me: ${line}`), 'Me:']);
});

test('control characters that arrive have no effect', () => {
  const { screen, console } = open();
  console.show('\x1b[2J\x1b]0;title\x07 gone\r\nnew \u202eabc');
  assert.deepEqual(screen.lines, ['␛[2J␛]0;title␇ gone␍␊new \ufffdabc', '']);
});

test('control characters have no effect in a prompt or in typed text either, and the bold ends after the speaker', async () => {
  const { keys, screen, console } = open();
  console.prompt('\x9bMe\u202e: ');
  await type(keys, 'a\u202eb\u0085c');
  console.show('\x9bb\x1bb: hello\x07', 6);
  assert.deepEqual(screen.lines, ['\ufffdb␛b: hello␇', '\ufffdMe\ufffd: a\ufffdb\ufffdc']);
});

test('Ctrl-C asks to leave, and what is half typed stays on the screen', async () => {
  const { keys, screen, console } = open();
  console.prompt('Me: ');
  await type(keys, 'half\x03');
  await console.interrupted;
  console.show('Connection to the server has been closed.');
  console.close();
  console.close();
  assert.deepEqual(screen.lines, ['Connection to the server has been closed.', 'Me: half', '']);
});

test('Ctrl-D is the end of input', async () => {
  const { keys, screen, console } = open();
  console.prompt('Me: ');
  await type(keys, '\x04');
  assert.equal(await console.line(), undefined);
  console.prompt('');
  console.show('bob: bye');
  console.close();
  assert.deepEqual(screen.lines.at(-2), 'bob: bye');
});

test('an empty prompt is taken away at the end', () => {
  const { screen, console } = open();
  console.prompt('Me: ');
  console.close();
  assert.deepEqual(screen.lines, ['']);
});

test('a signal asks to leave, and nobody reading, too', async () => {
  const one = open();
  one.signals.emit('SIGTERM');
  await one.console.interrupted;
  const other = open();
  other.screen.emit('error', new Error('EPIPE'));
  await other.console.interrupted;
  other.console.show('to nobody');
  assert.deepEqual(other.screen.lines, ['']);
});

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

import { createConsole } from './console.ts';
import { PipeConsole } from './pipe-console.ts';

function open(): { input: PassThrough; output: PassThrough; signals: EventEmitter; console: PipeConsole } {
  const [input, output, signals] = [new PassThrough(), new PassThrough(), new EventEmitter()];
  const console = createConsole(input, output, signals);
  assert.ok(console instanceof PipeConsole);
  assert.equal(console.interactive, false);
  return { input, output, signals, console };
}

test('lines come one at a time, whatever their ends and pieces, and then the end for ever', async () => {
  const { input, console } = open();
  for (const piece of ['one\ntw', 'o\r\n', '\nw\xc3', '\xb6\nlast']) input.write(Buffer.from(piece, 'latin1'));
  input.end();
  const lines = ['one', 'two', '', 'wö', 'last', undefined, undefined];
  for (const line of lines) assert.equal(await console.line(), line);
});

test('a byte order mark at the beginning is no part of the first line; anywhere else it is text', async () => {
  const { input, console } = open();
  for (const byte of Buffer.from('\ufeffone\n\ufefftwo\n')) input.write(Uint8Array.of(byte));
  input.end();
  for (const line of ['one', '\ufefftwo', undefined]) assert.equal(await console.line(), line);
  const empty = open();
  empty.input.end(Buffer.from('\ufeff'));
  assert.equal(await empty.console.line(), undefined);
});

test('the end is told to a waiting reader', async () => {
  const { input, console } = open();
  const line = console.line();
  input.end();
  assert.equal(await line, undefined);
});

test('a broken input is its end', async () => {
  const { input, console } = open();
  input.destroy(new Error('EIO'));
  assert.equal(await console.line(), undefined);
});

test('what is shown is a plain line, with nothing a terminal would obey, and there are no prompts', async () => {
  const { output, console } = open();
  console.prompt('Me: ');
  console.show('bob: hello');
  console.show('\x1b[2J\x07 two\nlines\t\u202e');
  console.show('al\u200bice: ❤\ufe0f');
  output.end();
  assert.equal(await text(output), 'bob: hello\n␛[2J␇ two␊lines\t\ufffd\nal\\u{200b}ice: ❤\ufe0f\n');
});

test('a bounded amount is read ahead', async () => {
  const { input, console } = open();
  const many = 100_000;
  let written = 0;
  const write = (): void => {
    while (written < many && input.write(`${written++}\n`));
  };
  input.on('drain', write);
  write();
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(written < many, 'the pipe is held');
  for (let n = 0; n < many; n++) assert.equal(await console.line(), String(n));
});

test('a line without an end is cut', async () => {
  const { input, console } = open();
  input.end(Buffer.alloc(200_000, 'x'));
  let length = 0;
  for (let line = await console.line(); line !== undefined; line = await console.line()) {
    assert.ok(line.length <= 65_536);
    length += line.length;
  }
  assert.equal(length, 200_000);
});

test('the first signal asks to leave, the second one is left to the process', async () => {
  const { signals, console } = open();
  signals.emit('SIGINT');
  await console.interrupted;
  assert.equal(signals.listenerCount('SIGINT'), 0);
  console.close();
  assert.equal(signals.listenerCount('SIGTERM'), 0);
});

test('an output that nobody reads asks to leave', async () => {
  const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
  const console = createConsole(new PassThrough(), broken, new EventEmitter());
  console.show('hello');
  await console.interrupted;
  console.show('to nobody');
});

test('it ends when it is closed, also when closed twice', async () => {
  const { input, output, console } = open();
  console.close();
  console.close();
  console.show('too late');
  assert.equal(output.read(), null);
  assert.ok(input.destroyed);
});

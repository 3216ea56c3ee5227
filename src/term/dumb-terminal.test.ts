import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';

import { createConsole } from './console.ts';
import type { PipeConsole } from './pipe-console.ts';
import type { TerminalConsole } from './terminal-console.ts';
import { taken } from './terminal.suite.ts';

interface Dumb {
  readonly keys: PassThrough;
  readonly raw: readonly boolean[];
  readonly stops: readonly boolean[];
  written(): string;
  readonly console: PipeConsole | TerminalConsole;
}

/** A terminal that shows what it is given, escape sequences included, or with `printing` false a pipe behind one. */
function open(printing = true): Dumb {
  const raw: boolean[] = [];
  const stops: boolean[] = [];
  const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => void raw.push(on) });
  const output = Object.assign(new PassThrough(), { isTTY: printing });
  let written = '';
  output.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const console = createConsole(keys, output, new EventEmitter(), { TERM: 'dumb' }, () => {
    stops.push(raw.at(-1) ?? false);
  });
  return { keys, raw, stops, written: () => written, console };
}

test('it gets prompts, once for each line asked for, and no escape sequences', async () => {
  const { keys, written, console } = open();
  assert.equal(console.interactive, true);
  console.prompt('Enter a nickname: ');
  console.prompt('Enter a nickname: ');
  const name = console.line();
  // What is typed is echoed by the terminal itself.
  keys.write('bob\n');
  assert.equal(await name, 'bob');
  console.prompt('');
  console.prompt('Me: ');
  const line = console.line();
  console.show('ann: hello', 5);
  console.show('ann: again', 5);
  keys.write('hi\n');
  assert.equal(await line, 'hi');
  void console.line();
  console.close();
  await taken();
  assert.equal(written(), 'Enter a nickname: Me: \nann: hello\nMe: \nann: again\nMe: Me: \n');
});

for (const printing of [true, false]) {
  test(`a secret is typed unseen, ${printing ? 'there' : 'also where only what is shown goes through a pipe'}`, async () => {
    const { keys, raw, stops, written, console } = open(printing);
    console.prompt('Password: ', 'all');
    const secret = console.line();
    assert.deepEqual(raw, [true]);
    keys.write('wrong\x15swordfi');
    keys.write('\x1ax\x7fsh\r');
    assert.equal(await secret, 'swordfish');
    // Ctrl-Z gives the terminal back meanwhile.
    assert.deepEqual([raw, stops], [[true, false, true], [false]]);
    console.prompt('> ');
    assert.equal(raw.at(-1), false);
    console.prompt('Password: ', 'all');
    keys.write('\x03');
    await console.interrupted;
    console.close();
    await taken();
    assert.equal(raw.at(-1), false);
    assert.equal(written().replaceAll('Password: ', ''), printing ? '\n' : '');
  });
}

test('Ctrl-D is the end of input there, too', async () => {
  const { keys, console } = open();
  console.prompt('Password: ', 'all');
  const line = console.line();
  keys.write('\x04');
  assert.equal(await line, undefined);
  console.close();
});

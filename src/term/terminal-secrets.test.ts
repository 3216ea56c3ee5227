import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, type } from './terminal.suite.ts';

test('where all is secret nothing is shown of it: not while it is typed, not later', async () => {
  const { keys, screen, console } = open();
  const drawn: string[] = [];
  console.prompt('Enter password: ', 'all');
  for (const key of ['s', 'ecre', '\x7f', '\x1b[D', '日本', '\x01', 'x']) {
    await type(keys, key);
    drawn.push(screen.lines.join('|'));
  }
  console.show('bob: hello');
  drawn.push(screen.lines.slice(1).join('|'));
  assert.deepEqual(new Set(drawn), new Set(['Enter password:']));
  await type(keys, '\r');
  assert.equal(await console.line(), 'xsec日本r');
  assert.deepEqual(screen.lines, ['bob: hello', 'Enter password:', 'Enter password:']);
  await type(keys, '\x1b[A\x19');
  assert.equal(screen.lines.at(-1), 'Enter password:');
  console.prompt('> ');
  await type(keys, '\x1b[A\x19');
  assert.equal(screen.lines.at(-1), '>');
  await type(keys, 'half');
  console.prompt('Enter password: ', 'all');
  assert.equal(screen.lines.at(-1), 'Enter password:');
  console.close();
  assert.deepEqual(screen.lines.slice(-2), ['Enter password:', '']);
});

test('what is secret in a line is stars, and the line is not brought back', async () => {
  const { keys, screen, console } = open(20);
  console.prompt('Me: ', (line) => line.replace(/(?<=^\/register )\S+/, (word) => '*'.repeat(word.length)));
  await type(keys, '/register swordfish');
  assert.deepEqual(screen.lines, ['Me: /register *********']);
  await type(keys, '\x1b[D\x1b[D\x7fx\r');
  assert.equal(await console.line(), '/register swordfxsh');
  assert.deepEqual(screen.lines, ['Me: /register *********', 'Me:']);
  await type(keys, 'hello\r\x1b[A');
  assert.equal(screen.lines.at(-1), 'Me: hello');
  await type(keys, '\x1b[A');
  assert.equal(screen.lines.at(-1), 'Me: hello');
});

test('a password that is typed ahead of its prompt is not seen either', async () => {
  const { keys, screen, console } = open();
  console.prompt('Username: ');
  const asked = console.line().then((name) => {
    console.prompt('', 'all');
    return name;
  });
  keys.write('bob\rs3cret\rmore');
  assert.equal(await asked, 'bob');
  assert.equal(await console.line(), 's3cret');
  await type(keys, '');
  console.prompt('Enter password: ', 'all');
  assert.deepEqual(screen.lines, ['Username: bob', '', 'Enter password:']);
  console.prompt('> ');
  assert.equal(screen.lines.at(-1), '> more');
});

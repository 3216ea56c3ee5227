import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open, type } from './terminal.suite.ts';

test('the names of typing users are shown before the prompt, and removed; the half-typed line stays', async () => {
  const { keys, screen, console } = open();
  console.prompt('#lobby > ');
  await type(keys, 'half');
  console.status('bob is typing … ');
  assert.deepEqual(screen.lines, ['bob is typing … #lobby > half']);
  console.show('alice: hello');
  console.prompt('#tea > ');
  assert.deepEqual(screen.lines, ['alice: hello', 'bob is typing … #tea > half']);
  console.status('a\x1b[31mb\n is typing … ');
  assert.deepEqual(screen.lines.slice(-1), ['a␛[31mb␊ is typing … #tea > half']);
  console.status('');
  await type(keys, 'way\r');
  assert.deepEqual(screen.lines, ['alice: hello', '#tea > halfway', '#tea >']);
  assert.equal(await console.line(), 'halfway');
});

test('a status longer than a row leaves the line where it can be typed', async () => {
  const { keys, screen, console } = open(20);
  console.prompt('> ');
  await type(keys, 'abc');
  console.status('a long name and another are typing … ');
  await type(keys, 'd');
  console.status('');
  assert.deepEqual(screen.lines, ['> abcd']);
});

test('the half-typed line is told whenever it changes: typed, deleted, pasted, recalled, entered', async () => {
  const { keys, console } = open();
  const told: string[] = [];
  console.prompt('> ');
  console.watchEditing((line) => told.push(line));
  // The left arrow changes nothing.
  for (const each of ['h', 'i', '\x1b[D', '\x7f', '\x1b[200~one\ntwo\x1b[201~', '\r', '\x1b[A', '\x15']) {
    await type(keys, each);
  }
  assert.deepEqual(told, ['h', 'hi', 'i', 'one\ntwoi', '', 'one\ntwoi', '']);
  assert.equal(await console.line(), 'one');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decode } from './codec.ts';
import { type Command, parseCommand, parseFirst } from './commands.ts';

/** A command in a few words. */
function told(command: Command): string {
  switch (command.kind) {
    case 'login':
      return `login ${command.name}${command.password === undefined ? '' : `, ${command.password}`}`;
    case 'leave':
      return `leave ${command.room}`;
    case 'typed':
      return command.line;
    case 'reply':
    case 'refuse':
      return `${command.kind} ${decode(command.line).split(/ |\n/u, 3).join(' ')}`;
    case 'nothing':
      return 'nothing';
  }
}

test('the first line is parsed as a name, or as a command before login', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['alice', 'login alice'],
    ['alice s3cret', 'login alice, s3cret'],
    ['alice \t s3cret', 'login alice, s3cret'],
    ['alice s3:cret', 'login alice, s3:cret'],
    ['alice two words', 'login alice, two words'],
    ['alice\u3000s3cret', 'login alice\u3000s3cret'],
    ['', 'refuse Invalid username. Connection'],
    [':', 'refuse Invalid username. Usernames'],
    ['alice:', 'refuse Invalid username. Usernames'],
    ['alice: hi', 'refuse Invalid username. Usernames'],
    ['/register s3cret', 'refuse Invalid username. Connection'],
    ['#lobby hi', 'refuse Invalid username. Connection'],
    ['/help', 'login /help'],
    ['[old] s3cret', 'login [old], s3cret'],
    ['[new] s3cret', 'refuse Invalid username. Connection'],
  ];
  for (const [line, command] of rows) assert.equal(told(parseFirst(line, (name) => name === '[old]')), command, line);
});

test('later blank lines are ignored', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['', 'nothing'],
    ['hello', 'reply Invalid format. Use:'],
    [': hello', 'reply Invalid target. Use:'],
    [':', 'reply Invalid target. Use:'],
    ['#lobby', 'leave #lobby'],
    ['#', 'reply Invalid format. Use:'],
    ['#lobby hello', 'reply Invalid format. Use:'],
    ['/register s3cret', '/register s3cret'],
    ['/help', '/help'],
    ['/', '/'],
    ['/bob: hi', '/bob: hi'],
  ];
  for (const [line, command] of rows) assert.equal(told(parseCommand(line)), command, line);
});

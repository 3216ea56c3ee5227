import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { anyCodePoint } from '../../../test/any-code-point.ts';
import { type Command, isPlain, parseCommand, parseFirst } from './commands.ts';

/** A command in a few words. */
function told(command: Command): string {
  switch (command.kind) {
    case 'name':
      return `name ${command.name}`;
    case 'say':
      return `say ${command.text}`;
    case 'typed':
      return `typed ${command.line}`;
    case 'reply':
      return `reply ${Buffer.from(command.frame().subarray(2)).toString().split(' ', 3).join(' ')}`;
    default:
      return command.kind;
  }
}

test('commands before a name is taken', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['NICKbob', 'name bob'],
    ['NICK bob', 'name bob'],
    ['  NICK\tbob  ', 'name bob'],
    ['NICK', 'name '],
    ['NICKbob secret', 'login'],
    ['NICK bob secret', 'login'],
    ['NICK is a nice word', 'login'],
    ['BYE', 'leave'],
    [' BYE ', 'leave'],
    ['BYE for now', 'reply Choose a name'],
    ['nick bob', 'reply Choose a name'],
    ['/help', 'reply Choose a name'],
    ['hello', 'reply Choose a name'],
    [' ', 'nothing'],
  ];
  for (const [message, command] of rows) assert.equal(told(parseFirst(message)), command, message);
});

test('commands after a name was taken', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['hello', 'say hello'],
    ['  hello  ', 'say   hello  '],
    ['\u3000 ', 'nothing'],
    ['BYE', 'leave'],
    ['BYE\t', 'leave'],
    ['BYE for now', 'say BYE for now'],
    ['BYEBYE', 'say BYEBYE'],
    ['NICK', 'reply NICK needs a'],
    ['NICKbob', 'name bob'],
    ['NICK bob', 'name bob'],
    ['NICK   bob', 'name bob'],
    ['NICK bob secret', 'login'],
    ['\u00a0NICK bob secret', 'login'],
    ['NICK bob  secret ', 'login'],
    ['NICKbob secret', 'reply Not sent, because'],
    ['NICK is nice too', 'say NICK is nice too'],
    ['NICKNAMES are fun', 'say NICKNAMES are fun'],
    ['nick bob', 'say nick bob'],
    ['/msg bob hello  you', 'typed /msg bob hello  you'],
    ['/msg bob one\ntwo', 'typed /msg bob one\ntwo'],
    [' /MSG bob hello', 'typed /MSG bob hello'],
    ['/help', 'typed /help'],
    ['/msgbob,x hello', 'typed /msgbob,x hello'],
    ['/ärger', 'typed /ärger'],
    ['//shrug', 'say /shrug'],
    ['//msg bob hello', 'say /msg bob hello'],
    ['///shrug', 'say //shrug'],
    ['/usr/bin x', 'say /usr/bin x'],
    ['/', 'say /'],
    ['/ msg', 'say / msg'],
    ['// not code', 'say // not code'],
    ['/2', 'say /2'],
  ];
  for (const [message, command] of rows) assert.equal(told(parseCommand(message)), command, message);
});

test('a message that `isPlain` accepts is parsed as chat, too', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: anyCodePoint }), (message) => {
      if (isPlain(message)) assert.equal(told(parseCommand(message)), `say ${message}`);
    }),
  );
  assert.ok(isPlain('hello') && isPlain('hello /msg') && isPlain('"NICK bob"'));
  for (const other of ['', ' ', '\n', 'BYE', 'NICK', '/msg', 'é']) assert.equal(isPlain(other), false, other);
});

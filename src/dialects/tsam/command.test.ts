import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nameAndPassword, nameAndText, nameField, parseCommand } from './command.ts';

test('a space after a comma is not part of a name, nor of the text after such a name', () => {
  for (const [text, expected] of [
    ['SENDMSG,bob,hi', ['bob', 'hi']],
    ['SENDMSG, bob, hi', ['bob', 'hi']],
    ['SENDMSG, bob,  hi ', ['bob', ' hi ']],
    ['SENDMSG,bob, hi', ['bob', ' hi']],
    ['SENDMSG,bob , hi', ['bob', ' hi']],
    ['SENDMSG, bob,hi, there', ['bob', 'hi, there']],
    ['SENDMSG bob  hi  there', ['bob', 'hi  there']],
    ['SENDMSG, bob, ', undefined],
    ['SENDMSG, ,hi', undefined],
    ['SENDMSG,bob', undefined],
  ] as const) {
    assert.deepEqual(nameAndText(parseCommand(text)), expected, text);
  }
  assert.equal(nameField(parseCommand('GETMSGS, A5_2 ')), 'A5_2');
  assert.deepEqual(nameAndPassword(parseCommand('LOGIN, carl, s3cret ')), ['carl', 's3cret']);
  assert.equal(nameAndPassword(parseCommand('LOGIN, carl, ')), undefined);
});

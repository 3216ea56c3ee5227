import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { assertHarmless, assertHidden, assertShown } from '../../../test/mask-cuts.ts';
import { isKnown } from './command-table.ts';
import { parseCommand } from './command.ts';
import { decode, encode } from './codec.ts';
import { loggedAnswer, loggedCommand, masked, safeName, tsamMask } from './mask.ts';
import { unknownCommand } from './words.ts';

describe('passwords are masked, wherever they are cut', () => {
  for (const [wrote, shown] of [
    ['\x01LOGIN,alice,s3cret\x04', '\x01LOGIN,alice,******\x04'],
    ['LOGIN alice s3cret\r\n', 'LOGIN alice ******\r\n'],
    ['/join #tea s3cret\n/reset c0de s3cret\n', '/join #tea ******\n/reset ***********\n'],
    ['\x01/set #tea key s3cret\x04JOIN,#tea\n', '\x01/set #tea key ******\x04JOIN,#tea\n'],
    ['\x01LOGIN,alice,a,b\x04\x01REGISTER,s3cret\x04', '\x01LOGIN,alice,***\x04\x01REGISTER,******\x04'],
    ['KEEPALIVE\nREGISTER s3cret', 'KEEPALIVE\nREGISTER ******'],
    ['\x01LOGIN,alice,\xc3\xa0\x04', '\x01LOGIN,alice,**\x04'],
    ['\x01LOGIN, alice, s3cret\x04', '\x01LOGIN, alice, ******\x04'],
    ['\x01LOGIN,alice,a\x10\x04b\x04HELO\n', '\x01LOGIN,alice,****\x04HELO\n'],
    ['\x01LOGIN,alice,a\nb\x04', '\x01LOGIN,alice,*\n*\x04'],
  ] as const) {
    test(JSON.stringify(wrote), () => assertShown(tsamMask, wrote, shown));
  }

  test('passwords after misspelt commands are masked, too', () => {
    for (const [wrote, shown] of [
      ['login,a,PW', 'login,a,**'],
      ['Login a PW', 'Login a **'],
      ['LOGIN\ta\tPW', 'LOGIN\ta\t**'],
      [' LOGIN,a,PW', ' LOGIN,a,**'],
      ['LOGIN;a;PW', 'LOGIN;a;**'],
      ['LGOIN,a,PW', 'LGOIN,a,**'],
      ['/register PW', '/register **'],
      ['register,PW', 'register,**'],
      ['REGISTRE PW', 'REGISTRE **'],
      ['NICK a PW', 'NICK a **'],
      ['PASS PW', 'PASS **'],
      ['LOGIN,a PW', 'LOGIN,a **'],
      ['LOGIN,,PW', 'LOGIN,,**'],
    ] as const) {
      assertShown(tsamMask, `${wrote}\r\n`, `${shown}\r\n`);
      assertShown(tsamMask, `\x01${wrote}\x04`, `\x01${shown}\x04`);
      assert.equal(decode(masked(encode(wrote))), shown);
    }
  });

  test('other text is not masked', () => {
    for (const text of [
      '\x01LOGIN,alice\x04',
      '\x01SENDMSG,REGISTER,x\x04',
      'REGISTERED x\n',
      'HELO one two\nMSG ALL hello\nJOIN,a,b\n',
      '\x01\x04',
      '',
    ]) {
      assertShown(tsamMask, text, text);
    }
  });
});

test('for any password, cut at any place', () => {
  const texts = ['\x01LOGIN,alice,<secret>\x04\x01HELO,a\x04', 'HELO\r\nregister <secret>\r\nHELO a\r\n'];
  assertHidden(tsamMask, texts, fc.stringMatching(/^[!-~]{1,40}$/));
  assertHarmless(tsamMask);
});

describe('in the log', () => {
  const logged = (text: string, framed = false): string =>
    decode(loggedCommand(text, framed, isKnown(parseCommand(text))));

  test('of an unknown command only its first word is logged, in its frame', () => {
    for (const [wrote, word] of [
      ['MSG ALL hello', 'MSG'],
      ['login,a,PW', 'login'],
      ['LOGIN\ta\tPW', 'LOGIN'],
      [' LOGIN,a,PW', 'LOGIN'],
      ['LOGIN;a;PW', 'LOGIN'],
      ['LOGINaPW', 'LOGIN'],
      ['/regist PW', 'regist'],
      ['registerPW', 'register'],
      ['PASS PW', 'PASS'],
      ['NICKa PW', 'NICK'],
      ['12345', '?'],
      [`${'x'.repeat(20)}PW`, 'x'.repeat(16)],
    ] as const) {
      assert.equal(logged(wrote), word);
      assert.equal(logged(wrote, true), `\x01${word}\x04`);
      const answer = loggedAnswer(unknownCommand(parseCommand(wrote).word));
      assert.ok(answer === `Error: Unknown command ${word}.` || answer === 'Error: Unknown command ?.', answer);
    }
  });

  test('a command that is known is masked', () => {
    assert.equal(logged('/register PW'), '/register **');
    assert.equal(logged('LOGIN,alice,s3cret', true), '\x01LOGIN,alice,******\x04');
    assert.equal(logged('SENDMSG,bob,hello, bob'), 'SENDMSG,bob,hello, bob');
  });

  test('other answers stay', () => {
    for (const answer of ['From bob: Error: Unknown command a;PW.', 'KEEPALIVE,0']) {
      assert.equal(loggedAnswer(answer), answer);
    }
  });

  test('a name in the log ends at the first character that names cannot contain', () => {
    assert.deepEqual(['alice PW', 'alice,PW', 'alice;PW', 'alice\tPW', 'àlice', ''].map(safeName), [
      ...['alice', 'alice', 'alice', 'alice', 'àlice', ''],
    ]);
  });
});

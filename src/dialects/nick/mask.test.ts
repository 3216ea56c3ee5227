import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { assertHarmless, assertHidden, assertShown, shownOf } from '../../../test/mask-cuts.ts';
import { nickMask } from './mask.ts';

describe('passwords are masked, wherever they are cut', () => {
  for (const [wrote, shown] of [
    ['NICK alice s3cret\n', 'NICK alice ******\n'],
    ['NICKalice s3cret\r\nhello\r\n', 'NICKalice ******\r\nhello\r\n'],
    ['  NICK \t alice\t s3cret\n', '  NICK \t alice\t ******\n'],
    ['/register s3cret\n', '/register ******\n'],
    ['/reset c0de s3cret\n', '/reset ***********\n'],
    ['/join #tea s3cret\n', '/join #tea ******\n'],
    ['/Join  tea  s3cret\r\n/join #tea\n', '/Join  tea  ******\r\n/join #tea\n'],
    ['/set key s3cret\n', '/set key ******\n'],
    ['/set #tea KEY s3cret\n/set #tea slow 10\n', '/set #tea KEY ******\n/set #tea slow 10\n'],
    ['hi\n/Register two words\nhi\n', 'hi\n/Register *********\nhi\n'],
    ['\xef\xbb\xbfNICK alice s3cret\n', '\xef\xbb\xbfNICK alice ******\n'],
    ['\xff\xfb\x1f\xff\xf4\xff\xfd\x06NICK alice s3cret\n', '\xff\xfb\x1f\xff\xf4\xff\xfd\x06NICK alice ******\n'],
    ['NICK alice\xc2\xa0s3cret\n', 'NICK alice\xc2\xa0******\n'],
    ['NICK \xc3\xa0lice s3cret\n', 'NICK \xc3\xa0lice ******\n'],
    ['\x00\x0fNICK bob s3cret', '\x00\x0fNICK bob ******'],
    ['\x00\x0aNICK a pwd', '\x00\x0aNICK a ***'],
  ] as const) {
    test(JSON.stringify(wrote), () => assertShown(nickMask, wrote, shown));
  }

  test('other text is not masked', () => {
    for (const text of ['NICK alice\nhello all of you\n', 'hello, NICK\n', '/msg bob s3cret words\n', 'BYE\n', '']) {
      assertShown(nickMask, text, text);
    }
  });
});

test('for any password, cut at any place', () => {
  const password = fc.stringMatching(/^[!-~]{1,40}$/);
  const texts = ['NICK alice <secret>\nhello\n', 'NICKalice <secret>\r\n', 'hi\n/register <secret>\nhi\n'];
  assertHidden(
    nickMask,
    texts,
    password.filter((word) => !/^(?:NICK|\/)/.test(word)),
  );
  assertHarmless(nickMask, true);
});

describe('of a client without line feeds', () => {
  const answered = (text: string): Uint8Array => Buffer.from(`\0${String.fromCharCode(text.length)}${text}`, 'latin1');

  test('the next message is one, once the password was right', () => {
    const mask = nickMask();
    assert.equal(shownOf(mask, 'NICK alice s3cret'), 'NICK alice ******');
    mask.heard?.(answered('READY'));
    assert.equal(shownOf(mask, 'hello to you', 'NICKalice'), 'hello to youNICKalice');
    mask.heard?.(answered('READY'));
    assert.equal(shownOf(mask, 'well then'), 'well then');
    mask.heard?.(answered('bob: hi'));
    assert.equal(shownOf(mask, '/register s3cret'), '/register ******');
    mask.heard?.(answered('alice is registered. To log in again, send NICK alice and your password.'));
    assert.equal(shownOf(mask, 'hello'), 'hello');
  });

  test('a login behind other messages may be cut anywhere', () => {
    const login = 'NICKalice s3cret';
    for (let first = 0; first <= login.length; first++) {
      for (let second = first; second <= login.length; second++) {
        const pieces = [login.slice(0, first), login.slice(first, second), login.slice(second)];
        assert.equal(shownOf(nickMask(), 'hello', 'N to you', ...pieces), 'helloN to youNICKalice ******');
      }
    }
  });

  test('messages without an answer between them are not taken for a password', () => {
    const mask = nickMask();
    for (let n = 0; n < 1000; n++) assert.equal(shownOf(mask, 'words '.repeat(50)), 'words '.repeat(50));
  });

  test('a name that is taken does not begin a password', () => {
    const mask = nickMask();
    mask.heard?.(answered('HELLO'));
    assert.equal(shownOf(mask, 'NICK alice'), 'NICK alice');
    mask.heard?.(answered('RETRY'));
    assert.equal(shownOf(mask, 'NICK bob'), 'NICK bob');
    mask.heard?.(answered('READY'));
    assert.equal(shownOf(mask, 'how are you'), 'how are you');
  });

  test('bytes that may be the rest of a password are hidden, even after an answer', () => {
    const mask = nickMask();
    assert.equal(shownOf(mask, 'hello', 'NICK alice s3'), 'helloNICK alice **');
    mask.heard?.(answered('RETRY'));
    assert.equal(shownOf(mask, 'cret'), '****');
    assert.equal(shownOf(mask, 'NICK alice other'), 'NICK alice *****');
    mask.heard?.(answered('RETRY'));
    assert.equal(shownOf(mask, 'cr', 'et and more', 'and more'), '**** and moreand more');
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { assertHarmless, assertHidden, assertShown, shownOf } from '../../../test/mask-cuts.ts';
import { directMask } from './mask.ts';

describe('passwords are masked, wherever they are cut', () => {
  for (const [wrote, shown] of [
    ['alice s3cret\n', 'alice ******\n'],
    ['  alice \t s3cret\r\n', '  alice \t ******\r\n'],
    ['alice s3cret', 'alice ******'],
    ['\r\n\nalice s3:cret\nbob: hi\n', '\r\n\nalice *******\nbob: hi\n'],
    ['alice \xc3\xa0\xa0\n', 'alice ***\n'],
    ['\xc3\xa0lice s3cret\n', '\xc3\xa0lice ******\n'],
    ['\xef\xbb\xbfalice s3cret\n', '\xef\xbb\xbfalice ******\n'],
    ['alice\n/register s3cret\nbob: hi\n', 'alice\n/register ******\nbob: hi\n'],
    ['alice\n/join #tea s3cret\n/reset c0de s3cret\n', 'alice\n/join #tea ******\n/reset ***********\n'],
    ['alice\n/Register two words\r\n', 'alice\n/Register *********\r\n'],
    ['alice two words\n', 'alice *********\n'],
  ] as const) {
    test(JSON.stringify(wrote), () => assertShown(directMask, wrote, shown));
  }

  test('other text is not masked', () => {
    for (const text of [
      'alice\nbob: s3cret\n#lobby: two words\n#lobby hello\n',
      'alice\n/help me\n/registers x\n',
      'alice\nUser 2: two words\n',
      'hello: everybody\n',
      '\n\n',
      '',
    ]) {
      assertShown(directMask, text, text);
    }
  });
});

test('for any password, cut at any place', () => {
  const texts = ['alice <secret>\nbob: hi there\n', 'alice\r\n/register <secret>\r\n#lobby: a b\r\n'];
  assertHidden(directMask, texts, fc.stringMatching(/^[!-~]{1,40}$/));
  assertHarmless(directMask, true);
});

describe('of a client without line feeds', () => {
  test('the next line is one, once it is welcome', () => {
    const mask = directMask();
    assert.equal(shownOf(mask, 'alice s3cret'), 'alice ******');
    mask.heard?.(Buffer.from('Welcome alice! You can now chat.\n'));
    assert.equal(shownOf(mask, 'bob hello', 'bob: hi you'), 'bob hellobob: hi you');
  });

  test('bytes that may be the rest of its password are hidden, even after an answer', () => {
    const mask = directMask();
    assert.equal(shownOf(mask, 'alice s3'), 'alice **');
    mask.heard?.(Buffer.from('Wrong password for alice.\n'));
    assert.equal(shownOf(mask, 'cr', 'et\n', 'bob: hi\n'), '****\nbob: hi\n');
  });
});

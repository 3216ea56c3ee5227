import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { blot, decode, line } from './codec.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

test('a line is text and a line feed', () => {
  assert.deepEqual(line('[User1] Hey'), bytes('[User1] Hey\n'));
  assert.deepEqual(line('é'), bytes('\xc3\xa9\n'));
  assert.equal(decode(bytes('\xef\xbb\xbfa\xff')), '\ufeffa\ufffd');
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(decode(line(text)), `${text}\n`)));
});

describe('secrets', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['alice s3cret\n', 'alice ******\n'],
    ['  alice \t s3cret \r\n', '  alice \t ****** \r\n'],
    ['alice s3cret', 'alice ******'],
    ['alice s3:cret\nbob: hi\n', 'alice *******\nbob: hi\n'],
    ['alice \xc3\xa0\xa0\n', 'alice ***\n'],
    ['\xc3\xa0lice s3cret\n', '\xc3\xa0lice ******\n'],
    ['\xef\xbb\xbfalice s3cret\n', '\xef\xbb\xbfalice ******\n'],
    ['alice\n/register s3cret\nbob: hi\n', 'alice\n/register ******\nbob: hi\n'],
    ['/Register two words\r\n', '/Register *********\r\n'],
  ];
  for (const [chunk, blotted] of rows) {
    test(`${JSON.stringify(chunk)} is blotted`, () => assert.deepEqual(blot(bytes(chunk)), bytes(blotted)));
  }

  test('everything else stays', () => {
    for (const chunk of [
      'alice\n',
      'bob: s3cret\n',
      'bob: two words\n',
      '#lobby: hello\n',
      '#lobby hello\n',
      '/help me\n',
      '/registers x\n',
      'User 2: two words\n',
      '\n\n',
      '',
    ]) {
      assert.deepEqual(blot(bytes(chunk)), bytes(chunk), JSON.stringify(chunk));
    }
  });

  test('the chunk itself is not touched', () => {
    const chunk = bytes('alice s3cret\n');
    blot(chunk);
    assert.deepEqual(chunk, bytes('alice s3cret\n'));
  });
});

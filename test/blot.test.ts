import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { dialects } from '#dialects/index.ts';

/** Where each wire has a password; `s3cret` is one. */
const lines: Readonly<Record<string, readonly string[]>> = {
  nick: ['NICK alice s3cret', 'NICKalice s3cret\n', '/register s3cret', '/register s3cret s3cret\r\n'],
  direct: ['alice s3cret\n', 'alice s3cret s3cret s3cret\n', '/register s3cret\n', 'alice s3cret'],
  tsam: ['\x01LOGIN,alice,s3cret\x04', '\x01REGISTER,s3cret\x04', 'LOGIN,alice,s3cret\n'],
  chatroom: [],
  pdu: ['{"mtype": 1, "payload": {"username": "alice", "password": "s3cret"}, "version": "1.0.0", "sz": 45}\n'],
};

describe('a password on its way', () => {
  for (const { name, blot } of dialects) {
    test(`is blotted out on ${name}, and goes on as it was`, () => {
      const chunks = lines[name];
      assert.ok(chunks, `${name} has no lines here`);
      for (const text of chunks) {
        // What a socket reads is a Buffer, whose `slice` is no copy.
        const chunk = Buffer.from(text);
        const blotted = Buffer.from(blot(chunk)).toString();
        assert.equal(blotted.length, text.length);
        assert.doesNotMatch(blotted, /s3cret/);
        assert.match(blotted, /\*{6}/);
        assert.equal(chunk.toString(), text);
      }
    });
  }
});

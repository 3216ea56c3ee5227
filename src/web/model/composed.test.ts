import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { maxLine, maxOnce, maxText } from '#dialects/web/protocol.ts';
import { bytesOver, isCommand, messageOf } from './composed.ts';

suite('what is typed', () => {
  test('a message may have 16,384 bytes; the slash that tells it from a command is none of them', () => {
    assert.equal(bytesOver('x'.repeat(maxText)), 0);
    assert.equal(bytesOver('é'.repeat(maxText / 2 + 1)), 2);
    const typed = `/${'/'.padEnd(maxText, 'x')}`;
    assert.equal(isCommand(typed), false);
    assert.equal(bytesOver(messageOf(typed)), 0);
    assert.ok(isCommand('/help'));
  });
  test('any message that may be sent fits in one line of the wire', () => {
    const post = {
      type: 'post',
      ref: Number.MAX_SAFE_INTEGER,
      room: '😀'.repeat(64),
      text: '\u0001'.repeat(maxText),
      style: 'action',
      replyTo: Number.MAX_SAFE_INTEGER,
      once: 'x'.repeat(maxOnce),
    };
    assert.ok(Buffer.byteLength(`${JSON.stringify(post)}\n`) <= maxLine);
  });
});

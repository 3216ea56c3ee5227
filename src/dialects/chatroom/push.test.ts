import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openPush } from './codec.ts';
import { pushBytes, pushOf } from './push.ts';

test('what is pushed to many is encoded once with its sender, and once without', () => {
  const push = pushOf({ number: openPush, seq: 1, head: 'public: ', speaker: 'alice', lines: ['one', 'two'] });
  const [named, plain] = [pushBytes(push, true), pushBytes(push, false)];
  assert.equal(Buffer.from(named).toString(), 'public: alice: one\npublic: alice: two');
  assert.equal(Buffer.from(plain).toString(), 'public: one\npublic: two');
  assert.equal(pushBytes(push, true), named);
  assert.equal(pushBytes(push, false), plain);
  const info = pushOf({ number: openPush, seq: 0, head: '', speaker: '', lines: ['[INFO] hello'] });
  assert.equal(pushBytes(info, true), pushBytes(info, false));
});

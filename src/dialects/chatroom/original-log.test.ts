import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chatroomOriginalLog } from './original-log.ts';

const peer = { address: '127.0.0.1', port: 51_931 };
const user = { id: 3, name: 'zoe' };

test('the console prints the lines of the original’s README', () => {
  const { console, log } = chatroomOriginalLog();
  const waiting = '[INFO] Waiting for connection on port 9999...';
  assert.equal(console({ kind: 'listening', port: 9999, at: 0 }), waiting);
  assert.equal(console({ kind: 'connected', peer, at: 0 }), undefined);
  assert.equal(console({ kind: 'came', peer, user, isNew: true, at: 0 }), '[INFO] New user: zoe');
  assert.equal(console({ kind: 'left', peer, user, at: 0 }), waiting);
  assert.equal(console({ kind: 'came', peer, user, isNew: false, at: 0 }), '[INFO] Existing user: zoe');
  assert.equal(console({ kind: 'left', peer, at: 0 }), undefined);
  assert.equal(console({ kind: 'stopping', at: 0 }), '[INFO] Server shut down manually');
  assert.equal(log, undefined);
});

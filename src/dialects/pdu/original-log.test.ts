import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Peer } from '#link/link.ts';

import { pduOriginalLog } from './original-log.ts';

test('it prints what its sessions note, and nothing else', () => {
  const originalLog = pduOriginalLog();
  const peer: Peer = { address: '127.0.0.1', port: 51_931 };
  const text = '[svr] Client 1 transitioning from CONNECTED to AUTHENTICATED';
  assert.equal(originalLog.console({ kind: 'noted', peer, text, at: 0 }), text);
  assert.equal(originalLog.console({ kind: 'came', peer, user: { id: 1, name: 'user1' }, at: 0 }), undefined);
  assert.equal(originalLog.log, undefined);
});

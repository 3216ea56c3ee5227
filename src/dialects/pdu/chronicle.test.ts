import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Peer } from '#link/link.ts';

import { pduChronicle } from './chronicle.ts';

test('it prints what its sessions note, and nothing else', () => {
  const chronicle = pduChronicle();
  const peer: Peer = { address: '127.0.0.1', port: 51_931 };
  const text = '[svr] Client 1 transitioning from CONNECTED to AUTHENTICATED';
  assert.equal(chronicle.console({ kind: 'noted', peer, text, at: 0 }), text);
  assert.equal(chronicle.console({ kind: 'came', peer, user: { id: 1, name: 'user1' }, at: 0 }), undefined);
  assert.equal(chronicle.log, undefined);
});

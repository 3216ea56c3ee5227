import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Entry } from '#chat/event.ts';
import { visible } from '#text/visible.ts';
import type { Peer } from '#link/link.ts';

import { nickOriginalLog } from './original-log.ts';

const peer: Peer = { address: '127.0.0.1', port: 51_931 };
const bob = { id: 3, name: 'bob' };
const at = new Date(2026, 10, 20, 21, 32, 31).getTime();
const said = (text: string, room: string, later = 0): Entry => ({
  seq: 7,
  id: 'r-1',
  at: at + later,
  from: { id: 4, name: 'alice' },
  room: { id: 2, name: room },
  event: { kind: 'message', text },
});

test('the console is the original server’s', () => {
  const { console } = nickOriginalLog();
  assert.equal(console({ kind: 'listening', port: 43_220, at }), 'Listening on port 43220');
  assert.equal(console({ kind: 'connected', peer, at }), undefined);
  assert.equal(console({ kind: 'came', peer, user: bob, at }), undefined);
  assert.equal(console({ kind: 'entry', entry: said('hi', '#lobby'), at }), undefined);
  assert.equal(console({ kind: 'left', peer, user: bob, at }), 'bob disconnected');
  assert.equal(console({ kind: 'left', peer, at }), undefined);
  assert.equal(console({ kind: 'stopping', at }), undefined);
});

test('log.txt has the lines of the original: who logged in, and what is said in #lobby', () => {
  const { log } = nickOriginalLog();
  assert.equal(log?.file, 'log.txt');
  assert.equal(
    log?.line({ kind: 'came', peer, user: bob, at }),
    'bob connected on 11-20-2026 21:32:31 IP Address: 127.0.0.1',
  );
  // The entry's own time: when it was said, not when it was told.
  const entry = said('hello everyone', '#lobby', 1000);
  assert.equal(log?.line({ kind: 'entry', entry, at: at + 9000 }), 'alice: "hello everyone" 11-20-2026 21:32:32');
  assert.equal(log?.line({ kind: 'entry', entry: said('hi', '#Lobby'), at }), 'alice: "hi" 11-20-2026 21:32:31');
  for (const room of ['bob', '#kitchen']) {
    assert.equal(log?.line({ kind: 'entry', entry: said('hi', room), at }), undefined, room);
  }
  const joined: Entry = { ...entry, event: { kind: 'joined' } };
  assert.equal(log?.line({ kind: 'entry', entry: joined, at }), undefined);
  assert.equal(log?.line({ kind: 'left', peer, user: bob, at }), undefined);
});

test('no name or text can forge a line, once control characters are made visible', () => {
  const line = nickOriginalLog().log?.line({
    kind: 'entry',
    entry: said('hi" 11-20-2026 21:32:31\nbob: "forged', '#lobby'),
    at,
  });
  assert.equal(visible(line ?? ''), 'alice: "hi" 11-20-2026 21:32:31␊bob: "forged" 11-20-2026 21:32:31');
});

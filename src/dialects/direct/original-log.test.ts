import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Entry, UserRef } from '#chat/event.ts';
import { visible } from '#text/visible.ts';
import type { Peer } from '#link/link.ts';

import type { OriginalLog } from '../journal.ts';
import { directOriginalLog } from './original-log.ts';

const peer: Peer = { address: '127.0.0.1', port: 51_931 };
const [alice, bob, nora, ned] = ['alice', 'bob', 'nora', 'ned'].map((name, id) => ({ id: id + 1, name })) as [
  UserRef,
  UserRef,
  UserRef,
  UserRef,
];

/** A listener with alice and bob on it, as printed; nora and ned are on another one. */
function opened(): { originalLog: OriginalLog; said(from: UserRef, to: string, text?: string): string | undefined } {
  const originalLog = directOriginalLog();
  for (const user of [alice, bob]) assert.equal(originalLog.console({ kind: 'came', peer, user, at: 0 }), undefined);
  const said = (from: UserRef, to: string, text = 'hi'): string | undefined => {
    const entry: Entry = {
      seq: 1,
      id: 'r-1',
      at: 0,
      from,
      room: { id: 9, name: to },
      event: { kind: 'message', text },
    };
    return originalLog.console({ kind: 'entry', entry, at: 0 });
  };
  return { originalLog, said };
}

test('it prints what the original prints', () => {
  const { originalLog, said } = opened();
  assert.equal(
    originalLog.console({ kind: 'listening', port: 8080, at: 0 }),
    '[SERVER STARTED] Listening on port 8080...',
  );
  assert.equal(originalLog.console({ kind: 'connected', peer, at: 0 }), "[NEW CONNECTION] ('127.0.0.1', 51931)");
  assert.equal(said(alice, 'bob', 'Hey, how are you?'), '[alice → bob]: Hey, how are you?');
  assert.equal(originalLog.console({ kind: 'left', peer, user: bob, at: 0 }), '[DISCONNECTED] bob');
  assert.equal(originalLog.console({ kind: 'left', peer, at: 0 }), undefined);
  assert.equal(originalLog.console({ kind: 'stopping', at: 0 }), '[SHUTTING DOWN] Server is shutting down.');
  assert.equal(originalLog.log, undefined);
});

test('it contains only users of its own listener', () => {
  const { originalLog, said } = opened();
  assert.equal(said(alice, 'nora'), '[alice → nora]: hi');
  assert.equal(said(nora, 'alice'), '[nora → alice]: hi');
  assert.equal(said(nora, 'ned'), undefined);
  assert.equal(said(alice, '#lobby'), '[alice → #lobby]: hi');
  assert.equal(said(nora, '#lobby'), undefined);
  originalLog.console({ kind: 'came', peer, user: alice, at: 0 });
  originalLog.console({ kind: 'left', peer, user: alice, at: 0 });
  assert.equal(said(ned, 'alice'), '[ned → alice]: hi', 'her other session is still there');
  originalLog.console({ kind: 'left', peer, user: alice, at: 0 });
  assert.equal(said(ned, 'alice'), undefined);
  assert.equal(said(alice, 'nora'), undefined);
});

test('only what is said', () => {
  const { originalLog } = opened();
  const joined: Entry = {
    seq: 1,
    id: 'r-1',
    at: 0,
    from: alice,
    room: { id: 9, name: '#lobby' },
    event: { kind: 'joined' },
  };
  assert.equal(originalLog.console({ kind: 'entry', entry: joined, at: 0 }), undefined);
});

test('no name or text can forge a line, once control characters are made visible', () => {
  const line = opened().said(alice, 'bob', 'hi\n[SHUTTING DOWN] Server is shutting down.\x1b[2J') ?? '';
  assert.equal(visible(line), '[alice → bob]: hi␊[SHUTTING DOWN] Server is shutting down.␛[2J');
});

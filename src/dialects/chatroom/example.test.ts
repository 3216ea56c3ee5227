import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Entry } from '#chat/event.ts';

import { decode } from './codec.ts';
import { example } from './example.ts';

const said = (room: string): Entry => ({
  ...{ seq: 2, id: 'x', at: 0, from: { id: 1, name: 'alice' }, room: { id: 1, name: room } },
  event: { kind: 'message', text: 'hi' },
});

test('a message to #lobby is BM and its text, and a push; there is no other room', () => {
  const { client, server } = example('hi', said('#lobby'));
  assert.deepEqual(client.map(decode), ['2'.padEnd(1024), 'BM', '2'.padEnd(1024), 'hi']);
  const head = `${'5'.padEnd(64)}${'42'.padEnd(1024)}`;
  assert.deepEqual(server.map(decode), [head, '*** Incoming Public Message ***: alice: hi']);
  assert.deepEqual(example('hi', said('#tea')), { client: [], server: [] });
});

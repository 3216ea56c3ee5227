import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Room } from '#dialects/web/protocol.ts';
import { isLobby, listed } from './rooms.ts';

test('rooms are listed by name, and by number where a name has one', () => {
  const names = ['#r10', '#r2', '#älter', '#lobby'];
  const rooms = names.map((name, id): [number, Room] => [
    id,
    { ...{ id, name, role: 'member', read: 0, unread: 0, mentions: 0, level: 'all' } },
  ]);
  assert.deepEqual(
    listed(new Map(rooms)).channels.map(({ name }) => name),
    ['#älter', '#lobby', '#r2', '#r10'],
  );
  assert.deepEqual(
    names.filter((name) => isLobby({ name })),
    ['#lobby'],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Room } from '#dialects/web/protocol.ts';
import { commandRoom, renamingOf } from './command-room.ts';

const room = (id: number, name: string): Room => ({
  ...{ id, name, role: 'member', read: 0, unread: 0, mentions: 0, level: 'all' },
});
const here = room(1, '#lobby');
const tea = room(2, '#Tea');
const bob: Room = { ...room(3, 'bob'), with: { id: 9, name: 'bob', account: false, here: true } };
const rooms = new Map([here, tea, bob].map((each) => [each.id, each]));

test('a command is done in the room that it names, and nowhere if the user is not in it', () => {
  assert.equal(commandRoom(rooms, here, { person: 'eve' }), here);
  assert.equal(commandRoom(rooms, here, { person: 'eve', room: '#tea' }), tea);
  assert.equal(commandRoom(rooms, here, { place: 'Bob' }), bob);
  assert.equal(commandRoom(rooms, here, { person: 'eve', room: '#elsewhere' }), undefined);
});

test('another room can be renamed by its name', () => {
  assert.deepEqual(renamingOf('#coffee'), { name: '#coffee' });
  assert.deepEqual(renamingOf('#tea  #coffee'), { room: '#tea', name: '#coffee' });
  assert.deepEqual(renamingOf('#tea to #coffee'), { name: '#tea to #coffee' });
});

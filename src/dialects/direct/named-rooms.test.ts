import { maxRooms } from '#chat/limits.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NamedRooms } from './named-rooms.ts';

test('a room is found by its name, in upper or lower case', () => {
  const rooms = new NamedRooms();
  assert.equal(rooms.get('#Straße'), undefined);
  const room = rooms.add('#Straße');
  for (const name of ['#Straße', '#STRASSE', '#strasse']) assert.equal(rooms.get(name), room, name);
  assert.equal(rooms.get('#strass'), undefined);
  assert.deepEqual(room, { name: '#Straße', refused: undefined });
});

test('only this object is removed, not a room named again', () => {
  const rooms = new NamedRooms();
  const [first, second] = [rooms.add('#a'), rooms.add('#A')];
  rooms.forget(first);
  assert.equal(rooms.get('#a'), second);
  rooms.forget(second);
  assert.equal(rooms.get('#a'), undefined);
});

test('at most as many rooms are kept as a user can join', () => {
  const rooms = new NamedRooms();
  for (let n = 0; n < 2 * maxRooms; n++) rooms.add(`#${n}`);
  const known = Array.from({ length: 2 * maxRooms }, (_, n) => n).filter((n) => rooms.get(`#${n}`));
  assert.equal(known.length, maxRooms);
  assert.equal(known[0], maxRooms);
});

import { maxRooms } from '#chat/limits.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NamedRooms } from './named-rooms.ts';

test('a room is known by its name, in whatever letters', () => {
  const rooms = new NamedRooms();
  assert.equal(rooms.get('#Straße'), undefined);
  const room = rooms.add('#Straße');
  for (const name of ['#Straße', '#STRASSE', '#strasse']) assert.equal(rooms.get(name), room, name);
  assert.equal(rooms.get('#strass'), undefined);
  assert.deepEqual(room, { name: '#Straße', refused: undefined });
});

test('only the very room is forgotten', () => {
  const rooms = new NamedRooms();
  const [first, second] = [rooms.add('#a'), rooms.add('#A')];
  rooms.forget(first);
  assert.equal(rooms.get('#a'), second);
  rooms.forget(second);
  assert.equal(rooms.get('#a'), undefined);
});

test('no more rooms are known than anybody can be in', () => {
  const rooms = new NamedRooms();
  for (let n = 0; n < 2 * maxRooms; n++) rooms.add(`#${n}`);
  const known = Array.from({ length: 2 * maxRooms }, (_, n) => n).filter((n) => rooms.get(`#${n}`));
  assert.equal(known.length, maxRooms);
  assert.equal(known[0], maxRooms);
});

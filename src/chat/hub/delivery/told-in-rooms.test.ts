import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asked, RoomId } from '#chat/event.ts';
import type { Hearers } from './audience.ts';
import { toldInRooms, type ToldOptions } from './told-in-rooms.ts';

/** Alice (7) is in two rooms, of which one is heard by 30 sessions. Bob (8) is in one, and away. */
const rooms: Readonly<Record<number, readonly RoomId[]>> = { 7: [1, 2], 8: [2] };
const heard: Hearers = { groups: new Map(), count: 30, batch: 0, said: 0, thisRoomOnly: [] };
const options: ToldOptions = {
  audience: { hearersOf: (room) => (room === 1 ? heard : undefined) },
  roster: {
    isAway: (user) => user === 8,
    roomsOf: (user) => (rooms[user] ?? []).map((id) => ({ id, name: `#${id}`, role: 'member' })),
    count: () => 4,
  },
  channel: (name) => (name === '#a' ? { id: 1 } : undefined),
};
const told = (user: number, event: Asked, room?: string): number => toldInRooms(options, event, { user }, room);

test('what is told in all rooms of its user costs for each room, and for each session that hears it', () => {
  assert.equal(told(7, { kind: 'renamed', name: 'eve' }), 20 + 30 + 20);
  assert.equal(told(8, { kind: 'message', text: 'back' }, '#a'), 20);
  assert.equal(told(7, { kind: 'message', text: 'hello' }, '#a'), 0);
});

test('what changes all members of a room costs for each', () => {
  assert.equal(told(7, { kind: 'closed' }, '#a'), 4 * 700);
  assert.equal(told(7, { kind: 'closed' }, '#b'), 0);
});

import type { Room, RoomId } from '#dialects/web/protocol.ts';
import type { Model } from './model.ts';
import { attached } from './outbox.ts';
import { changed, nameOf, without } from './rooms.ts';
import type { Timeline } from './timeline.ts';

/** Changes the loaded part of a room; does nothing if none is loaded. */
export function withTimeline(model: Model, room: RoomId, change: (timeline: Timeline) => Timeline): Model {
  const before = model.timelines.get(room);
  if (before === undefined) return model;
  const after = change(before);
  return after === before ? model : { ...model, timelines: new Map(model.timelines).set(room, after) };
}

export const withRoom = (model: Model, id: RoomId, change: (room: Room) => Room): Model => ({
  ...model,
  rooms: changed(model.rooms, id, change),
});

function dropped<V>(map: ReadonlyMap<RoomId, V>, id: RoomId): ReadonlyMap<RoomId, V> {
  return map.has(id) ? new Map([...map].filter(([other]) => other !== id)) : map;
}

/** The user is no longer a member; messages being sent to the room fail. */
export const withoutRoom = (model: Model, id: RoomId): Model => ({
  ...model,
  rooms: without(model.rooms, id),
  timelines: dropped(model.timelines, id),
  members: dropped(model.members, id),
  newAfter: dropped(model.newAfter, id),
  outbox: model.outbox.filter(({ room }) => room !== id),
});

/** Adds a room that the user has just entered, or a new direct room. */
export const withNewRoom = (model: Model, room: Room): Model => ({
  ...model,
  rooms: new Map(model.rooms).set(room.id, room),
  outbox: attached(model.outbox, nameOf(room), room.id),
});

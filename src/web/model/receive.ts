import type { Entry, Message, Push, Room, RoomId, Seq } from '#dialects/web/protocol.ts';
import { withoutRoom, withRoom } from './change.ts';
import { withEntry } from './entries.ts';
import { isNew, type Model, nobody } from './model.ts';
import { attached, moved, without } from './outbox.ts';
import { arrived, wasIdle, wentAway, withIgnored, withoutTypist, withTypist } from './people.ts';
import { countedIn, findRoom, nameOf, readUpto } from './rooms.ts';
import { isMessage } from './timeline.ts';

/**
 * A message that was being sent counts as posted when it arrives from this user, or from an earlier guest of this page: the
 * server does not know that another guest repeats it.
 */
function confirmed(model: Model, entry: Entry): Model {
  if (entry.kind !== 'message' || !model.selves.includes(entry.from.id)) return model;
  const same = model.outbox.find(
    ({ room, text, state }) => state !== 'failed' && room === entry.room?.id && text === entry.text,
  );
  return same === undefined ? model : { ...model, outbox: without(model.outbox, same.once) };
}

function typing(model: Model, { from, room, active }: Push<'typing'>, now: number): Model {
  // In a private message, the room has our own name.
  const place = room.startsWith('#') ? findRoom(model.rooms, room) : findRoom(model.rooms, from.name);
  if (place === undefined || from.id === model.self?.id) return model;
  if (active) return withTypist(model, place.id, from, now);
  return { ...model, typists: withoutTypist(model.typists, from.id, place.id) };
}

/** Applies a pushed frame. Frames of an unknown type change nothing. */
export function received(model: Model, push: Push, now: number): Model {
  switch (push.type) {
    case 'entry':
      return withEntry(confirmed(model, push), push);
    case 'place':
      return { ...model, place: Math.max(model.place, push.upto) };
    case 'presence':
      return arrived(model, push);
    case 'away':
      return wentAway(model, push);
    case 'idle':
      return wasIdle(model, push);
    case 'presence-lost':
      return { ...model, members: new Map() };
    case 'typing':
      return typing(model, push, now);
    case 'was-read':
      return wasRead(model, push);
    case 'was-levelled':
      return withRoom(model, push.room, (room) => ({ ...room, level: push.level }));
    case 'was-ignored':
      return withIgnored(model, push.user, push.on);
    default:
      return model;
  }
}

/** Whether everything after a place of a room is loaded. */
export function isLoadedFrom({ timelines }: Model, id: RoomId, place: Seq): boolean {
  const timeline = timelines.get(id);
  return timeline !== undefined && !timeline.later && timeline.after <= place;
}

/** What is unread after that place is counted, where all of it is loaded. */
function wasRead(model: Model, { room: id, upto, back }: Push<'was-read'>): Model {
  const timeline = model.timelines.get(id);
  const isOthers = (message: Message): boolean =>
    message.from.id !== model.self?.id && !model.ignored.some(({ id: ignored }) => ignored === message.from.id);
  const unread = timeline?.items.filter(
    (each): each is Message => isMessage(each) && each.seq > upto && !each.redacted && isOthers(each),
  );
  return withRoom(model, id, (room) => {
    const read = back ? { ...room, read: upto } : readUpto(room, upto);
    return unread && read.read === upto && isLoadedFrom(model, id, upto)
      ? countedIn(read, unread, model.self ?? nobody)
      : read;
  });
}

/** Adds a room of the server. It replaces a direct room that the page had made for the same user. */
export function withServerRoom(model: Model, room: Room): Model {
  const own = [...model.rooms.values()].find((other) => isNew(other) && nameOf(other) === nameOf(room));
  const rooms = new Map(model.rooms).set(room.id, room);
  if (own === undefined) return { ...model, rooms, outbox: attached(model.outbox, nameOf(room), room.id) };
  const cleared = withoutRoom({ ...model, outbox: moved(model.outbox, own.id, room.id) }, own.id);
  return {
    ...cleared,
    rooms: new Map(cleared.rooms).set(room.id, room),
    open: model.open === own.id ? room.id : model.open,
  };
}

/** Whether an entry belongs to an unknown room, which must be requested. */
export const isUnknown = (model: Model, id: RoomId | undefined): id is RoomId =>
  id !== undefined && !model.rooms.has(id);

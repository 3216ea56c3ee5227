import type { Room, RoomId, Welcome } from '#dialects/web/protocol.ts';
import { isNew, type Model } from './model.ts';
import { unconfirmed } from './outbox.ts';
import { isChannel, nameOf, type Rooms } from './rooms.ts';
import { fromWindow, leftBehind, type Timeline } from './timeline.ts';

/**
 * The rooms from the server, direct rooms that it does not know yet, and channels that the user is about to enter
 * again.
 */
function merged(before: Rooms, now: readonly Room[], rejoined: readonly string[]): Rooms {
  const known = new Set(now.map(nameOf));
  const isKept = (room: Room): boolean => isNew(room) || rejoined.includes(room.name);
  const own = [...before.values()].filter((room) => isKept(room) && !known.has(nameOf(room)));
  return new Map([...now, ...own].map((room) => [room.id, room]));
}

/**
 * The parts that stay loaded: everything if the missed entries follow, otherwise the open room as the server sent it. A
 * guest that logged in again may not load its earlier messages: they stay on the screen, and new ones follow.
 */
function kept(model: Model, welcome: Welcome, rooms: Rooms): Model['timelines'] {
  const { resumed, window, self, epoch } = welcome;
  const isSameGuest = !self.account && epoch === model.epoch;
  const old = [...model.timelines].filter(([id]) => rooms.has(id));
  if (resumed) return new Map(old);
  const behind = isSameGuest ? old.map(([id, timeline]) => [id, leftBehind(timeline)] as const) : [];
  const now: readonly [RoomId, Timeline][] = window ? [[window.room.id, fromWindow(window)]] : [];
  return new Map([...now, ...behind]);
}

/** The place at which the rooms were counted. */
const countedAt = ({ place, rooms }: Welcome): number => Math.max(place, ...rooms.map(({ last }) => last?.seq ?? 0));

/** The user has logged in, for the first time or after a lost connection. `rejoined`: see `toRejoin`. */
export function welcomed(model: Model, welcome: Welcome, rejoined = toRejoin(model, welcome)): Model {
  const { self, epoch, resumed } = welcome;
  const rooms = merged(model.rooms, welcome.rooms, rejoined);
  const goesOn = resumed && model.epoch === epoch;
  return {
    ...model,
    self,
    selves: [...new Set([...model.selves, self.id])],
    serverRole: welcome.serverRole,
    server: welcome.server,
    epoch,
    place: goesOn ? model.place : welcome.place,
    counted: countedAt(welcome),
    rooms,
    timelines: kept(model, welcome, rooms),
    members: new Map(),
    typists: [],
    ignored: welcome.ignored,
    away: welcome.away ?? '',
    outbox: reattached(unconfirmed(model.outbox), rooms),
    newAfter: goesOn ? model.newAfter : new Map(),
    open: model.open !== undefined && rooms.has(model.open) ? model.open : undefined,
  };
}

/**
 * Channels to enter again: a guest's memberships end with its session. A user who is in no room at all is shown #lobby.
 * `left`: those that it was in before the page was loaded again.
 */
export function toRejoin(
  before: Model,
  { self, attached, rooms }: Welcome,
  left: readonly string[] = [],
): readonly string[] {
  const names = new Set(rooms.map(({ name }) => name));
  if (self.account) return rooms.length === 0 ? ['#lobby'] : [];
  const earlier = attached ? [] : [...before.rooms.values()].filter(isChannel).map(({ name }) => name);
  return [...new Set(['#lobby', ...earlier, ...(attached ? [] : left)])].filter((name) => !names.has(name));
}

/** Rooms may have other ids after a restore or for another user: they are found by name. */
function reattached(outbox: Model['outbox'], rooms: Rooms): Model['outbox'] {
  const ids = new Map([...rooms.values()].map((room) => [nameOf(room), room.id]));
  return outbox.map((pending) => ({ ...pending, room: ids.get(pending.to) ?? pending.room }));
}

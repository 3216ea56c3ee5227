import type { Room, Welcome } from '#dialects/web/protocol.ts';
import { isNew, type Model } from './model.ts';
import { unconfirmed } from './outbox.ts';
import { isChannel, nameOf, type Rooms } from './rooms.ts';
import { fromWindow } from './timeline.ts';

/** The server's rooms, and those direct ones that it does not know yet. */
function merged(before: Rooms, now: readonly Room[]): Rooms {
  const known = new Set(now.map(nameOf));
  const own = [...before.values()].filter((room) => isNew(room) && !known.has(nameOf(room)));
  return new Map([...now, ...own].map((room) => [room.id, room]));
}

/**
 * What stays loaded: everything if the missed entries follow, else the room on the screen as the server sent it. What a
 * guest saw before may not be read by the guest it is now: it stays on the screen all the same.
 */
function kept(model: Model, { resumed, window, rooms, epoch }: Welcome): Model['timelines'] {
  if (resumed) {
    const ids = new Set(rooms.map(({ id }) => id));
    return new Map([...model.timelines].filter(([id]) => ids.has(id)));
  }
  if (window === undefined) return new Map();
  const now = fromWindow(window);
  const seen = epoch === model.epoch && !now.earlier ? (model.timelines.get(window.room.id)?.items ?? []) : [];
  const first = now.items[0]?.seq ?? Infinity;
  return new Map([[window.room.id, { ...now, items: [...seen.filter(({ seq }) => seq < first), ...now.items] }]]);
}

/** The place as of which the rooms were counted. */
const countedAt = ({ place, rooms }: Welcome): number => Math.max(place, ...rooms.map(({ last }) => last?.seq ?? 0));

/** The user is logged in, for the first time or again after the connection was lost. */
export function welcomed(model: Model, welcome: Welcome): Model {
  const { self, epoch, resumed } = welcome;
  const rooms = merged(model.rooms, welcome.rooms);
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
    timelines: kept(model, welcome),
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
 * Channels to enter again: a guest's memberships end with its session. Whoever is in no room at all is shown #lobby.
 */
export function toRejoin(before: Model, { self, attached, rooms }: Welcome): readonly string[] {
  const names = new Set(rooms.map(({ name }) => name));
  if (self.account) return rooms.length === 0 ? ['#lobby'] : [];
  const earlier = attached ? [] : [...before.rooms.values()].filter(isChannel).map(({ name }) => name);
  return [...new Set(['#lobby', ...earlier])].filter((name) => !names.has(name));
}

/** Rooms may have other ids after a restore or for another user: they are found by name. */
function reattached(outbox: Model['outbox'], rooms: Rooms): Model['outbox'] {
  const ids = new Map([...rooms.values()].map((room) => [nameOf(room), room.id]));
  return outbox.map((pending) => ({ ...pending, room: ids.get(pending.to) ?? pending.room }));
}

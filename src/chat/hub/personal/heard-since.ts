import type { RoomId, Seq } from '#chat/event.ts';
import { inboxOf } from '#chat/ports.ts';
import { maxDirects } from '#chat/readable/unread.ts';
import type { Seat } from '#chat/hub/seat.ts';

/*
 * From where on a session has heard, or was shown, all of a room. It is `seat.since`, where the session arrived; a room has an
 * entry in `seat.begun` only where it differs and where that matters. A user who joins a room has read all before, so that joining
 * needs none. Nothing is noted when something is said in a channel.
 */

/** The session arrived there, or became another user: it has heard nothing so far. */
export function arrivedAt(seat: Seat, at: Seq): void {
  seat.heardUpto = at;
  seat.since = at;
  seat.begun = undefined;
  seat.toReport = undefined;
}

/** The session hears a room only from there on: what it heard before does not count. */
export function hearsFrom(seat: Seat, room: RoomId, at: Seq): void {
  (seat.begun ??= new Map()).set(room, at);
  seat.toReport?.delete(room);
}

/** The peer is sent a room, or an inbox, from there on, which is further back than the session has heard. */
export function hearsSince(seat: Seat, room: RoomId, at: Seq): void {
  if (at < heardSince(seat, room)) (seat.begun ??= new Map()).set(room, at);
}

/** The session hears the room no longer. */
export function stopsHearing(seat: Seat, room: RoomId): void {
  seat.begun?.delete(room);
}

/** The session was shown everything with `heardSince < seq` in a room that it hears, also in a direct one. */
export function heardSince(seat: Seat, room: RoomId): Seq {
  const { begun, since } = seat;
  if (!begun) return since;
  return begun.get(room) ?? (seat.heard.includes(room) ? since : (begun.get(inboxOf(seat.user)) ?? since));
}

/** What it has heard in this room has to be reported, though nothing new is said. Of too many, the first are not. */
export function reportLater(seat: Seat, room: RoomId): void {
  const rooms = (seat.toReport ??= new Set());
  if (rooms.size >= maxDirects && !rooms.has(room)) for (const oldest of [...rooms].slice(0, 1)) rooms.delete(oldest);
  rooms.add(room);
}

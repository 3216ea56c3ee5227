import { behindFrom } from '#chat/hub/catch-up/behind-from.ts';
import { hearsSince } from '#chat/hub/personal/heard-since.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Reading } from '#chat/reading/history.ts';
import type { Cursor } from '#chat/cursor.ts';
import type { RoomId, Seq } from '#chat/event.ts';
import { inboxOf, type Store } from '#chat/ports.ts';
import { readable } from '#chat/readable/readable.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { maxDirects } from '#chat/readable/unread.ts';

export interface FollowOptions {
  readonly reading: () => Reading;
  readonly store: Pick<Store, 'directs'>;
  readonly hub: Pick<Hub, 'shown' | 'catchUp'>;
}

/** Lets a session hear what came after its cursor, from the store, until it is live. See `Chat.follow`. */
export function followCursor(
  { reading, store, hub }: FollowOptions,
  seat: Seat,
  { epoch, seq }: Cursor,
): RefusalCode | undefined {
  if (epoch !== reading().world.epoch || seq > hub.shown) return 'cursor-invalid';
  const rooms = (room: RoomId): Seq => Math.max(seq, readable(reading(), room, seat.user)?.after ?? hub.shown);
  const behind = behindFrom(seat, hub.shown, { rooms, inbox: seq, arriving: false });
  // The private messages of a guest are in no inbox.
  if (!seat.account) for (const room of store.directs(seat.user, maxDirects)) behind.hear(room, rooms(room));
  for (const room of seat.heard) hearsSince(seat, room, rooms(room));
  if (seat.account) hearsSince(seat, inboxOf(seat.user), seq);
  // The place is told again, although an earlier link may have been told a later one: the client expects a place after the missed entries.
  seat.toldPlace = Math.min(seat.toldPlace, seq);
  hub.catchUp.fallBehind(seat, behind);
  return undefined;
}

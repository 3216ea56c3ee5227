import type { RoomId, Seq } from '#chat/event.ts';
import { MissedRanges } from './missed-ranges.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** Where a session that has just arrived begins to read. */
export interface Arrival {
  /** In each channel that it hears; without this function, at its arrival. */
  readonly rooms?: (room: RoomId) => Seq;
  /** In private. */
  readonly inbox: Seq;
  /** It is an account that was away: private messages older than its arrival have waited. */
  readonly arriving: boolean;
}

/**
 * For a seat that was handed everything up to `since`, or arrived there, and goes on hearing the same rooms. What it had to read
 * already comes first.
 */
export function behindFrom(seat: Seat, since: Seq, arrival?: Arrival): MissedRanges {
  const { rooms = () => since, inbox = since, arriving = false } = arrival ?? {};
  const starts = seat.heard.map((room) => [room, rooms(room)] as const);
  const reached = Math.min(since, inbox, ...starts.map(([, from]) => from));
  const behind = new MissedRanges(seat.user, since, {
    reached,
    back: arriving ? since : 0,
    arriving: arrival !== undefined,
  });
  for (const [room, from] of starts) behind.hear(room, from);
  if (seat.account && seat.format.takesMail) behind.hearInbox(seat.user, inbox);
  if (seat.behind) behind.follow(seat.behind);
  return behind;
}

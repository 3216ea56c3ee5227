import type { Room } from '#dialects/web/protocol.ts';
import { roomParts } from '#dialects/web/room-part.ts';
import type { ReadingCaller } from './caller.ts';
import type { RoomPage } from './room-answers.ts';

/** Rooms that are read in one turn of the event loop: each takes some 50 µs. */
const atOnce = 25;

/**
 * The rooms of an account, in the order of their ids. So the next page, or the next part of a page, begins at the right room even if
 * rooms were joined, renamed or closed meanwhile.
 */
export async function joinedRooms(
  { chat, reader, goOn }: Pick<ReadingCaller, 'chat' | 'reader' | 'goOn'>,
  after: number,
  limit: number,
): Promise<RoomPage> {
  const rooms: Room[] = [];
  let place = after;
  for (let left = limit; ; left -= atOnce) {
    const read = (): number | undefined => {
      const { items, next } = chat.unreadPage(reader, place, Math.min(left, atOnce));
      rooms.push(...roomParts({ chat, seat: reader }, items));
      return next;
    };
    const next = left === limit ? read() : await goOn(read);
    if (next === undefined) return { rooms };
    if (left <= atOnce) return { rooms, next };
    place = next;
  }
}

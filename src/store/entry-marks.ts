import { type Entry, isImported, type RoomId, type UserId } from '#chat/event.ts';

/**
 * What the index by room holds of an entry beside its place, so that unread messages are counted without reading them.
 * In a room, a message has its sender's id twice, and one more where it is not counted (any more); any other entry has 0.
 * In an inbox, an entry has its room's id twice.
 */
export type Mark = number;

export const noMark: Mark = 0;

export const markOf = (from: UserId, counted: boolean): Mark => 2 * from + (counted ? 0 : 1);

export const inboxMark = (room: RoomId): Mark => 2 * room;

/** The sender of a message, or the room of an entry in an inbox; 0 where there is none. */
export const markedId = (mark: Mark): number => Math.floor(mark / 2);

export const isCounted = (mark: Mark): boolean => mark % 2 === 0;

/** Of an entry in its room. What was imported was said long ago, and is no news. */
export function markOfEntry(entry: Entry): Mark {
  const { event, from } = entry;
  if (event.kind !== 'message' || isImported(entry)) return noMark;
  return markOf(from.id, event.redacted !== true);
}

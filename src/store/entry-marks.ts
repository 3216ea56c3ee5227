import { type Entry, isImported, type RoomId, type UserId } from '#chat/event.ts';

/**
 * A number in the index by room for each entry, so that unread messages are counted without reading entries. In a room,
 * the mark of a message is twice its sender's id, plus one if the message is not counted; the mark of another entry is
 * 0. In an inbox, the mark is twice the id of the entry's room.
 */
export type Mark = number;

export const noMark: Mark = 0;

export const markOf = (from: UserId, counted: boolean): Mark => 2 * from + (counted ? 0 : 1);

export const inboxMark = (room: RoomId): Mark => 2 * room;

/** The sender of a message, or the room of an entry in an inbox; 0: none. */
export const markedId = (mark: Mark): number => Math.floor(mark / 2);

export const isCounted = (mark: Mark): boolean => mark % 2 === 0;

/** The mark of an entry in its room. Imported messages are old, and never counted as unread. */
export function markOfEntry(entry: Entry): Mark {
  const { event, from } = entry;
  if (event.kind !== 'message' || isImported(entry)) return noMark;
  return markOf(from.id, event.redacted !== true);
}

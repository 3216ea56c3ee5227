import { withText } from '#chat/events/changed-message.ts';
import type { Entry, RoomId, Seq, UserId } from '#chat/event.ts';
import { inboxOf, type Readable, type Store } from '#chat/ports.ts';

/** What the rule looks at. `shown`: nothing later has been delivered, and may be read. */
export interface Reading {
  readonly store: Pick<Store, 'member' | 'roomState'>;
  readonly shown: Seq;
}

/**
 * What may be read of a room: a user reads what was said between joining and leaving, and where the room's history
 * is open to all members, a member reads it from the beginning. Nobody reads what is not shown yet. The same for history, for what a session missed, for the control socket and for search. Undefined for
 * somebody who was never a member. User 0 is nobody.
 */
export function readable({ store, shown }: Reading, room: RoomId, user: UserId): Readable | undefined {
  const member = user === 0 ? undefined : store.member(room, user);
  if (!member) return undefined;
  const after = member.left === undefined && isOpen({ store, shown }, room) ? 0 : member.joined - 1;
  return { room, after, before: Math.min(member.left ?? Infinity, shown) + 1 };
}

function isOpen({ store, shown }: Reading, room: RoomId): boolean {
  const { history } = store.roomState(room);
  return history !== undefined && history.seq <= shown;
}

/** All private messages of an account. */
export const readableInbox = ({ shown }: Pick<Reading, 'shown'>, account: UserId): Readable => ({
  room: inboxOf(account),
  after: 0,
  before: shown + 1,
});

/** Whether a user may read an entry. Entries in no room, such as a change of name, are not readable later. */
export function mayRead(reading: Reading, { seq, room }: Entry, user: UserId): boolean {
  const part = room && readable(reading, room.id, user);
  return part !== undefined && isWithin(part, seq);
}

export const isWithin = ({ after, before }: Readable, seq: Seq): boolean => after < seq && seq < before;

/**
 * An entry as somebody may read it to whom this part of the room is open, and no other one. An edit has the text of its message,
 * which may be older: then it is told without the text. And who has left does not read what a message was changed to later:
 * to that user the message is gone, as its old text is.
 */
export function asReadable(entry: Entry, { after, before }: Pick<Readable, 'after' | 'before'>): Entry {
  const { event } = entry;
  if (event.kind === 'edited') return event.target <= after ? { ...entry, event: { ...event, text: '' } } : entry;
  if (event.kind !== 'message' || event.edited === undefined || event.edited < before) return entry;
  return { ...entry, event: withText(event, undefined, event.edited) };
}

/** An entry, as the user may read it; undefined if it may not. */
export function readableEntry(reading: Reading, entry: Entry, user: UserId): Entry | undefined {
  const part = entry.room && readable(reading, entry.room.id, user);
  return part && isWithin(part, entry.seq) ? asReadable(entry, part) : undefined;
}

/** The part of it after a place, and before another. */
export const between = (part: Readable, after: Seq, before: Seq = Infinity): Readable => ({
  room: part.room,
  after: Math.max(part.after, after),
  before: Math.min(part.before, before),
});

/** Whether a user is a member of a room, as of what was shown. */
export function isMember({ store, shown }: Reading, room: RoomId, user: UserId): boolean {
  const member = user === 0 ? undefined : store.member(room, user);
  return member !== undefined && member.joined <= shown && (member.left ?? Infinity) > shown;
}

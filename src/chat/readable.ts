import type { Entry, RoomId, Seq, UserId } from './event.ts';
import { inboxOf, type Readable, type Store } from './ports.ts';

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
 * An edit has the text of its message, which may be older than what may be read of the room: then it is told without the text.
 * `after`: of what may be read.
 */
export function asReadable(entry: Entry, after: Seq): Entry {
  const { event } = entry;
  return event.kind === 'edited' && event.target <= after ? { ...entry, event: { ...event, text: '' } } : entry;
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

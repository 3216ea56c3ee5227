import type { RoomId, RoomRef, Seq, UserId } from '#chat/event.ts';
import type { Level } from '#chat/settings/notification-level.ts';
import type { Reading } from './readable.ts';
import type { MemberRow, Store } from '#chat/ports.ts';
import type { SaidRange } from './said-by-others.ts';

/** Unread messages and mentions are exact up to this number; one more means more than that. */
export const maxUnread = 99;
/** Direct rooms that are counted for a user: those in which something was said recently. */
export const maxDirects = 250;

/** What is new for a user in a channel, or in the direct room with the user of that name. */
export interface Unread {
  readonly room: RoomRef;
  /** Messages of others after `read` that are not redacted; 100: more than 99. Imported ones are not counted. */
  readonly unread: number;
  /** Those of them that mention the user, or everybody; 100: more than 99. */
  readonly mentions: number;
  /** Where the user has read up to: as told or heard, and at least its own last message. */
  readonly read: Seq;
  /** The last message of the room that is not redacted. */
  readonly last?: Seq;
  /** What the user is notified of. */
  readonly level: Level;
}

/** What counting looks at. */
export interface Counting extends Reading {
  readonly store: Pick<Store, 'member' | 'roomState' | 'said' | 'heard' | 'mentions' | 'ignored'>;
}

/** For whom is counted. `hearsSince`: the place since which the session itself has heard all of a room, up to now. */
export interface Counted {
  readonly user: UserId;
  readonly account: boolean;
  readonly hearsSince?: ((room: RoomRef) => Seq | undefined) | undefined;
}

/** Undefined when the user is no member. */
export function unreadIn(from: Counting, reader: Counted, room: RoomRef): Unread | undefined {
  const member = from.store.member(room.id, reader.user);
  if (!member || !isMemberNow(member, from.shown)) return undefined;
  const before = from.shown + 1;
  const range = { ...afterRead(from.store, reader, member, room), before, most: maxUnread + 1 };
  const said = from.store.said(range);
  const since = reader.hearsSince?.(room) ?? Infinity;
  const hasHeard = said.last > since && !isUnread(from.store, range, said.own, since);
  const read = Math.max(range.after, said.own, hasHeard ? said.last : 0);
  const unread = said.last > read ? said.count : 0;
  const mentions = unread === 0 ? 0 : from.store.mentions({ ...range, after: read });
  return { room, unread, mentions, read, ...(said.last > 0 && { last: said.last }), level: member.level ?? 'all' };
}

/** Where what is not read begins, as told: see `SaidRange`. */
function afterRead(
  store: Pick<Store, 'heard' | 'ignored'>,
  { user, account }: Pick<Counted, 'user' | 'account'>,
  { room, read, back = 0 }: MemberRow,
  { name }: Pick<RoomRef, 'name'>,
): Omit<SaidRange, 'before' | 'most'> {
  // Kept by earlier versions, for all direct rooms together.
  const inPrivate = !name.startsWith('#') && account ? store.heard(user) : 0;
  const after = Math.max(read, inPrivate > back ? inPrivate : 0);
  return { room, user, after, since: back, ignored: store.ignored(user) };
}

/** Whether something that others said up to that place, and no later, is unread. `own`: where the user last spoke. */
function isUnread(store: Pick<Store, 'said'>, range: Omit<SaidRange, 'before' | 'most'>, own: Seq, upto: Seq): boolean {
  const after = Math.max(range.after, own);
  return upto > after && store.said({ ...range, after, before: upto + 1, most: 1 }).count > 0;
}

/**
 * Whether a user has read a room up to a place by hearing it from `since` on: nothing before that is unread, and it was not
 * marked as unread meanwhile. False where that changes nothing.
 */
export function readsByHearing(
  store: Pick<Store, 'member' | 'heard' | 'ignored' | 'said'>,
  user: Pick<Counted, 'user' | 'account'>,
  room: RoomRef,
  { since, upto, polled }: { readonly since: Seq; readonly upto: Seq; readonly polled?: true | undefined },
): boolean {
  const member = store.member(room.id, user.user);
  if (!member || member.left !== undefined || (member.back ?? 0) > upto) return false;
  const range = afterRead(store, user, member, room);
  if (upto <= range.after) return false;
  const { count, own } = store.said({ ...range, before: upto + 1, most: 1 });
  // What is older than the mark may have been shown before.
  const shownFrom = polled ? Math.max(since, range.since ?? 0) : since;
  return count > 0 && !isUnread(store, range, own, Math.min(shownFrom, upto));
}

const isMemberNow = ({ joined, left = Infinity }: MemberRow, shown: Seq): boolean => joined <= shown && left > shown;

/** The direct rooms of a user to be counted, the most recent first. */
export const directsOf = (
  { store, shown }: { readonly store: Pick<Store, 'recentRooms' | 'directs'>; readonly shown: Seq },
  { user, account }: Counted,
): readonly RoomId[] => (account ? store.recentRooms(user, shown + 1, maxDirects) : store.directs(user, maxDirects));

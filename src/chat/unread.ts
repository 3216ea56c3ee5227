import type { RoomId, RoomRef, Seq, UserId } from './event.ts';
import type { Level } from './notification-level.ts';
import type { Reading } from './readable.ts';
import type { MemberRow, Store } from './ports.ts';

/** Unread messages and mentions are exact up to this number; one more means more than that. */
export const mostUnread = 99;
/** Direct rooms that are counted for a user: those in which something was said of late. */
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
  /** Of what the user is told. */
  readonly level: Level;
}

/** What counting looks at. */
export interface Counting extends Reading {
  readonly store: Pick<Store, 'member' | 'roomState' | 'said' | 'heard' | 'mentions' | 'ignored'>;
}

/** For whom is counted. `hearsSince`: whether the session has heard a room itself up to now, since that place. */
export interface Counted {
  readonly user: UserId;
  readonly account: boolean;
  readonly hearsSince?: ((room: RoomRef) => Seq | undefined) | undefined;
}

/** Undefined when the user is no member. */
export function unreadIn(from: Counting, reader: Counted, room: RoomRef): Unread | undefined {
  const member = from.store.member(room.id, reader.user);
  if (!member || !isMemberNow(member, from.shown)) return undefined;
  const { back = 0 } = member;
  const inPrivate = !room.name.startsWith('#') && reader.account ? from.store.heard(reader.user) : 0;
  const after = Math.max(member.read, inPrivate > back ? inPrivate : 0);
  const before = from.shown + 1;
  const range = {
    room: room.id,
    user: reader.user,
    after,
    before,
    most: mostUnread + 1,
    ignored: from.store.ignored(reader.user),
  };
  const said = from.store.said({ ...range, since: back });
  const since = reader.hearsSince?.(room) ?? Infinity;
  const read = Math.max(after, said.own, said.last > since ? said.last : 0);
  const unread = said.last > read ? said.count : 0;
  const mentions = unread === 0 ? 0 : from.store.mentions({ ...range, after: read });
  return { room, unread, mentions, read, ...(said.last > 0 && { last: said.last }), level: member.level ?? 'all' };
}

const isMemberNow = ({ joined, left = Infinity }: MemberRow, shown: Seq): boolean => joined <= shown && left > shown;

/** The direct rooms of a user to be counted, the most recent first. */
export const directsOf = (
  { store, shown }: { readonly store: Pick<Store, 'recentRooms' | 'directs'>; readonly shown: Seq },
  { user, account }: Counted,
): readonly RoomId[] => (account ? store.recentRooms(user, shown + 1, maxDirects) : store.directs(user, maxDirects));

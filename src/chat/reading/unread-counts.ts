import type { RoomId, RoomRef, Seq, UserId, UserRef } from '#chat/event.ts';
import { seenChannel } from '#chat/order/channels.ts';
import { userNamed, type World } from '#chat/order/world.ts';
import type { Store } from '#chat/ports.ts';
import type { Reading } from '#chat/readable/readable.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { type Counted, directsOf, type Unread, unreadIn } from '#chat/readable/unread.ts';
import type { Reader } from '#chat/readable/reader.ts';
import { membershipsOf } from './memberships.ts';
import type { Hub } from '#chat/hub/hub.ts';
import { hearsToRead } from '#chat/hub/personal/heard-reports.ts';
import { heardSince } from '#chat/hub/personal/heard-since.ts';
import { Seat } from '#chat/hub/seat.ts';

export interface CountsOptions {
  readonly reading: () => Reading & { readonly store: Store };
  readonly hub: Pick<Hub, 'roster'>;
  readonly world: World;
}

/** Unread messages, for a user. */
export interface Counts {
  all(reader: Reader): readonly Unread[];
  /**
   * All rooms with a greater id, by id, channels and direct ones: at most `limit`. `next`: the id after which there may be more,
   * also after a page without rooms.
   */
  page(reader: Reader, after: RoomId, limit: number): { readonly items: readonly Unread[]; readonly next?: RoomId };
  of(reader: Reader, name: string): Unread | RefusalCode;
  /** Whom its user ignores; those who have left are not named. */
  ignored(reader: Reader): readonly UserRef[];
}

export function createCounts({ reading, hub: { roster }, world }: CountsOptions): Counts {
  function nameOf(user: UserId): string | undefined {
    return roster.find(user)?.name ?? reading().store.account(user)?.name;
  }

  /** A direct room is named for the other user; undefined when that was a guest who has left. */
  function direct({ user }: Reader, id: number): RoomRef | undefined {
    const { store } = reading();
    const other = store.room(id)?.pair?.find((each) => each !== user);
    const name = other === undefined ? undefined : nameOf(other);
    return name === undefined ? undefined : { id, name };
  }

  return {
    all(reader) {
      if (reader.user === 0) return [];
      const [from, counted] = [reading(), countedFor(reader)];
      const directs = directsOf(from, counted).flatMap((id) => direct(reader, id) ?? []);
      const channels = membershipsOf({ roster, ...from }, reader.user);
      return [...channels, ...directs].flatMap((room) => unreadIn(from, counted, room) ?? []);
    },
    page(reader, after, limit) {
      if (reader.user === 0) return { items: [] };
      const [from, counted] = [reading(), countedFor(reader)];
      const channels = membershipsOf({ roster, ...from }, reader.user).filter(({ id }) => id > after);
      // One more tells whether there are more. Those with guests who have left are passed over.
      const found = from.store.directsAfter(reader.user, after, limit + 1);
      const directs = found.flatMap((id) => direct(reader, id) ?? []);
      const end = found.length > limit ? (found.at(-1) ?? Infinity) : Infinity;
      const rooms = [...channels, ...directs].filter(({ id }) => id < end).sort((one, other) => one.id - other.id);
      const items = rooms.slice(0, limit).flatMap((room) => unreadIn(from, counted, room) ?? []);
      const last = rooms.length > limit ? rooms[limit - 1]?.id : end === Infinity ? undefined : end - 1;
      return { items, ...(last !== undefined && { next: last }) };
    },
    ignored({ user }) {
      const users = [...reading().store.ignored(user)].sort((one, other) => one - other);
      return users.flatMap((id) => {
        const name = nameOf(id);
        return name === undefined ? [] : [{ id, name }];
      });
    },
    of(reader, name) {
      const { user } = reader;
      if (user === 0) return 'not-here';
      const from = reading();
      const counted = countedFor(reader);
      if (name.startsWith('#')) {
        const room = seenChannel(world, user, name);
        if (!room || room.id > from.shown) return 'no-room';
        return unreadIn(from, counted, { id: room.id, name: room.name }) ?? 'not-member';
      }
      const other = userNamed(world, name);
      const room = other && world.direct(user, other.id);
      if (!other || !room) return other ? 'no-room' : 'no-user';
      return unreadIn(from, counted, { id: room.id, name: other.name }) ?? 'no-room';
    },
  };
}

/** What a session has heard itself is read before that is in the order; for a guest, nothing else is. */
function countedFor(seat: Reader): Counted {
  const { user, account } = seat;
  if (!(seat instanceof Seat) || !hearsToRead(seat)) return { user, account };
  const hearsSince = ({ id, name }: RoomRef): Seq | undefined => {
    const isHeard = name.startsWith('#') ? seat.heard.includes(id) : seat.takesPrivate;
    return isHeard ? heardSince(seat, id) : undefined;
  };
  return { user, account, hearsSince };
}

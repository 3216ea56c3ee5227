import type { RoomRef, Seq, UserId, UserRef } from '#chat/event.ts';
import { seenChannel } from '#chat/order/channels.ts';
import { known, type World } from '#chat/order/world.ts';
import type { Store } from '#chat/ports.ts';
import type { Reading } from '#chat/readable.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { directsOf, type Reader, type Unread, unreadIn } from '#chat/unread.ts';
import type { Hub } from './hub.ts';
import { hearsToRead } from './readers.ts';
import type { Seat } from './seat.ts';

export interface CountsOptions {
  readonly reading: () => Reading & { readonly store: Store };
  readonly hub: Pick<Hub, 'roster'>;
  readonly world: World;
}

/** Unread messages, for the user of a session. */
export interface Counts {
  all(seat: Seat): readonly Unread[];
  of(seat: Seat, name: string): Unread | RefusalCode;
  /** Whom its user ignores; those who have left are not named. */
  ignored(seat: Seat): readonly UserRef[];
}

export function createCounts({ reading, hub: { roster }, world }: CountsOptions): Counts {
  function nameOf(user: UserId): string | undefined {
    return roster.find(user)?.name ?? reading().store.account(user)?.name;
  }

  /** A direct room is named for the other user; undefined when that was a guest who has left. */
  function direct(seat: Seat, id: number): RoomRef | undefined {
    const { store } = reading();
    const other = store.room(id)?.pair?.find((user) => user !== seat.user);
    const name = other === undefined ? undefined : nameOf(other);
    return name === undefined ? undefined : { id, name };
  }

  return {
    all(seat) {
      if (seat.user === 0) return [];
      const [from, reader] = [reading(), readerOf(seat)];
      const directs = directsOf(from, reader).flatMap((id) => direct(seat, id) ?? []);
      return [...roster.roomsOf(seat.user), ...directs].flatMap((room) => unreadIn(from, reader, room) ?? []);
    },
    ignored(seat) {
      const users = [...reading().store.ignored(seat.user)].sort((one, other) => one - other);
      return users.flatMap((id) => {
        const name = nameOf(id);
        return name === undefined ? [] : [{ id, name }];
      });
    },
    of(seat, name) {
      if (seat.user === 0) return 'not-here';
      const from = reading();
      if (name.startsWith('#')) {
        const room = seenChannel(world, seat.user, name);
        if (!room || room.id > from.shown) return 'no-room';
        return unreadIn(from, readerOf(seat), { id: room.id, name: room.name }) ?? 'not-member';
      }
      const other = known(world, name);
      const room = other && world.direct(seat.user, other.id);
      if (!other || !room) return other ? 'no-room' : 'no-user';
      return unreadIn(from, readerOf(seat), { id: room.id, name: other.name }) ?? 'no-room';
    },
  };
}

/** What the session has heard itself is read, before that is in the order; for a guest it never is. */
function readerOf(seat: Seat): Reader {
  const { user, account } = seat;
  if (!hearsToRead(seat)) return { user, account };
  const hearsSince = ({ id, name }: RoomRef): Seq | undefined => {
    if (!name.startsWith('#')) return seat.takesPrivate && !account ? 0 : undefined;
    return seat.heard.includes(id) ? seat.heardUpto : undefined;
  };
  return { user, account, hearsSince };
}

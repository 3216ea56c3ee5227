import type { Entry, RoomId, Seq } from './event.ts';
import { parseName } from './names.ts';
import type { RefusalCode } from './refusal.ts';
import type { Seat } from './seat.ts';
import type { Store } from './store.ts';
import { known, type World } from './world.ts';

/** Entries handed out at a time. */
export const maxHistory = 1000;

export interface Page {
  /** A channel's name, or a user's. */
  readonly room: string;
  readonly limit: number;
  /** Only what came before; the room's end otherwise. */
  readonly before?: Seq | undefined;
}

/**
 * The last entries of a channel, or of the direct room with somebody, as far as the seat's user may read them: since it joined, until it left, and never
 * beyond what was shown.
 */
export function history(
  world: World,
  store: Store,
  shown: Seq,
  seat: Seat,
  page: Page,
): readonly Entry[] | RefusalCode {
  const room = roomNamed(world, seat, page.room);
  if (room === undefined) return 'no-room';
  const stay = stayOf(store, room, seat);
  if (!stay) return 'not-member';
  const before = Math.min(page.before ?? Infinity, stay.before, shown + 1);
  const limit = Math.max(1, Math.min(page.limit, maxHistory));
  return store.entries(room, { after: stay.after, before, limit, first: false });
}

function roomNamed(world: World, seat: Seat, name: string): RoomId | undefined {
  if (name.startsWith('#')) return world.channel(name)?.id;
  const parsed = parseName(name);
  const other = typeof parsed === 'string' ? undefined : known(world, parsed.folded);
  return other && world.direct(seat.user, other.id)?.id;
}

function stayOf(store: Store, room: RoomId, seat: Seat): { after: Seq; before: Seq } | undefined {
  const member = seat.user === 0 ? undefined : store.member(room, seat.user);
  return member && { after: member.joined - 1, before: (member.left ?? Infinity) + 1 };
}

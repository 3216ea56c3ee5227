import { type Store, inboxOf } from '#chat/ports.ts';
import { type Entry, isImported, type RoomId, type Seq } from '#chat/event.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { Seat } from './seat.ts';
import { known, type World } from '#chat/order/world.ts';

/** Entries handed out at a time. */
export const maxHistory = 1000;

/** What the reading of what was said looks at. `shown`: never beyond what has been delivered. */
export interface Reading {
  readonly world: World;
  readonly store: Store;
  readonly shown: Seq;
}

export interface Page {
  /** A channel's name, or a user's. */
  readonly room: string;
  /** At most `maxHistory`. */
  readonly limit: number;
  /** Only what came before; the room's end otherwise. */
  readonly before?: Seq | undefined;
  /** Only what came after, and of that the first; the last otherwise. */
  readonly after?: Seq | undefined;
}

interface Stay {
  readonly after: Seq;
  readonly before: Seq;
}

/**
 * Entries of a channel, or of the direct room with somebody, as far as the seat's user may read them: since it joined,
 * and until it left.
 */
export function history(from: Reading, seat: Seat, page: Page): readonly Entry[] | RefusalCode {
  const room = roomNamed(from.world, seat, page.room);
  if (room === undefined) return 'no-room';
  const stay = stayOf(from, room, seat);
  if (!stay) return 'not-member';
  const before = Math.min(page.before ?? Infinity, stay.before);
  const after = Math.max(page.after ?? 0, stay.after);
  return from.store.entries(room, { after, before, limit: bounded(page.limit), first: page.after !== undefined });
}

/** The last entries of a channel, as far as the seat's user may read it, and of what was private if it has an account. */
export function recall(
  from: Reading,
  seat: Seat,
  channel: string,
  wanted: number,
  end: Seq = Infinity,
): readonly Entry[] {
  const limit = bounded(wanted);
  const id = from.world.channel(channel)?.id;
  const stay = id === undefined ? undefined : stayOf(from, id, seat);
  const open =
    id !== undefined && stay
      ? from.store.entries(id, { after: stay.after, before: Math.min(stay.before, end), limit, first: false })
      : [];
  const inbox = { after: 0, before: Math.min(from.shown + 1, end), limit, first: false };
  const inPrivate = seat.account ? from.store.entries(inboxOf(seat.user), inbox) : [];
  return [...open, ...inPrivate].sort((one, other) => one.seq - other.seq).slice(-limit);
}

/** What waits for the seat's account: said to it in private, and not delivered yet. The first of it. */
export function waiting(from: Reading, seat: Seat, limit: number): readonly Entry[] {
  const account = seat.account ? from.store.account(seat.user) : undefined;
  if (!account) return [];
  const mail: Entry[] = [];
  const before = from.shown + 1;
  for (let after = account.delivered; mail.length < limit;) {
    const entries = from.store.entries(inboxOf(account.id), { after, before, limit: bounded(limit), first: true });
    for (const entry of entries) {
      if (entry.from.id !== account.id && !isImported(entry) && mail.length < limit) mail.push(entry);
    }
    const last = entries.at(-1);
    if (!last) break;
    after = last.seq;
  }
  return mail;
}

const bounded = (limit: number): number => Math.max(1, Math.min(limit, maxHistory));

function roomNamed(world: World, seat: Seat, name: string): RoomId | undefined {
  if (name.startsWith('#')) return world.channel(name)?.id;
  const other = known(world, name);
  return other && world.direct(seat.user, other.id)?.id;
}

function stayOf({ store, shown }: Reading, room: RoomId, seat: Seat): Stay | undefined {
  const member = seat.user === 0 ? undefined : store.member(room, seat.user);
  return member && { after: member.joined - 1, before: Math.min((member.left ?? Infinity) + 1, shown + 1) };
}

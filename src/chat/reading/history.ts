import { type Entry, isImported, type Millis, type RoomId, type Seq, type UserId } from '#chat/event.ts';
import { seenChannel } from '#chat/order/channels.ts';
import { userNamed, type World } from '#chat/order/world.ts';
import type { Readable, Store } from '#chat/ports.ts';
import { asReadable, between, readable, readableInbox } from '#chat/readable/readable.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { invitationsTo } from '#chat/hub/mail/invitations.ts';
import { type NextPage, nextPage, type PageSize } from '#chat/hub/catch-up/entry-pages.ts';

/** Entries in one answer, at most. */
const maxHistory = 1000;

/** What reading history needs. `shown`: nothing beyond what has been delivered. */
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
  /** Only entries before this place; without it, up to the end of the room. */
  readonly before?: Seq | undefined;
  /** Only entries after this place, the first ones; without it, the last ones. */
  readonly after?: Seq | undefined;
}

/** Entries of a channel, or of the direct room with a user, as far as the asking user may read them. */
export function history(from: Reading, user: UserId, page: Page): readonly Entry[] | RefusalCode {
  const room = roomNamed(from.world, user, page.room);
  if (room === undefined) return 'no-room';
  const part = readable(from, room, user);
  if (!part) return 'not-member';
  const { after, before } = between(part, page.after ?? 0, page.before);
  const range = { after, before, limit: bounded(page.limit), first: page.after !== undefined };
  return from.store.entries(room, range).map((entry) => asReadable(entry, part));
}

/** The last entries of a channel, as far as the user may read it, and of its private messages if it has an account. */
export function latest(
  from: Reading,
  user: UserId,
  channel: string,
  wanted: number,
  end: Seq = Infinity,
): readonly Entry[] {
  const limit = bounded(wanted);
  const last = (part: Readable | undefined): readonly Entry[] =>
    part
      ? from.store
          .entries(part.room, { ...between(part, 0, end), limit, first: false })
          .map((entry) => asReadable(entry, part))
      : [];
  const id = seenChannel(from.world, user, channel)?.id;
  const open = last(id === undefined ? undefined : readable(from, id, user));
  const inPrivate = last(from.store.account(user) && readableInbox(from, user));
  return [...open, ...inPrivate].sort((one, other) => one.seq - other.seq).slice(-limit);
}

/**
 * The next page of entries after a place, in all channels the user is a member of and, if it has an account, in private,
 * as far as it may read them.
 */
export function nextSaid(from: Reading, user: UserId, after: Seq, { limit, length }: PageSize): NextPage {
  const rooms = from.store.memberships(user).flatMap(({ id }) => readable(from, id, user) ?? []);
  const parts = from.store.account(user) ? [...rooms, readableInbox(from, user)] : rooms;
  const behind = parts.map((part) => between(part, after)).filter((part) => part.after + 1 < part.before);
  const page = nextPage(from.store, behind, Math.max(after, from.shown), { limit: bounded(limit), length });
  const inRoom = new Map(rooms.map((part) => [part.room, part]));
  const asRead = (entry: Entry): Entry => {
    const part = inRoom.get(entry.room?.id ?? 0);
    return part ? asReadable(entry, part) : entry;
  };
  return { ...page, entries: page.entries.map(asRead) };
}

/**
 * The mail of an account: private messages to it that are not delivered yet, and the valid invitations that came since the
 * last that was. The first `limit` of them.
 */
export function waiting(from: Reading, user: UserId, limit: number, now: Millis): readonly Entry[] {
  const account = from.store.account(user);
  if (!account) return [];
  const ignored = from.store.ignored(user);
  const mail: Entry[] = [];
  const inbox = readableInbox(from, user);
  for (let after = account.delivered; mail.length < limit;) {
    const range = { ...between(inbox, after), limit: bounded(limit), first: true };
    const entries = from.store.entries(inbox.room, range);
    for (const entry of entries) {
      if (entry.from.id !== user && !ignored.has(entry.from.id) && isWaitingMail(entry) && mail.length < limit)
        mail.push(entry);
    }
    const last = entries.at(-1);
    if (!last) break;
    after = last.seq;
  }
  const invited = invitationsTo(from.store, user, { after: account.delivered, before: from.shown + 1 }, now);
  if (invited.length === 0) return mail;
  return [...mail, ...invited].sort((one, other) => one.seq - other.seq).slice(0, limit);
}

/** What is handed over to an account that was away: not what was removed meanwhile, and no changes. */
export const isWaitingMail = (entry: Entry): boolean =>
  entry.event.kind === 'message' && entry.event.redacted !== true && !isImported(entry);

const bounded = (limit: number): number => Math.max(1, Math.min(limit, maxHistory));

/** A channel that the user may know of, or the direct room with a user of that name. */
export function roomNamed(world: World, user: UserId, name: string): RoomId | undefined {
  if (name.startsWith('#')) return seenChannel(world, user, name)?.id;
  const other = userNamed(world, name);
  return other && world.direct(user, other.id)?.id;
}

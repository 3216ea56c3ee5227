import { beginningOf } from '#text/beginning.ts';
import type { Entry, Seq, Speaker, UserId } from '#chat/event.ts';
import { asIgnored, nobody } from '#chat/readable/ignoring.ts';
import type { Readable } from '#chat/ports.ts';
import { asReadable, between, isWithin, readable, readableEntry } from '#chat/readable/readable.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { isRoomEvent } from '#chat/events/room-events.ts';
import { maxInJson } from '#text/json-length.ts';
import { type Reading, roomNamed } from './history.ts';

/**
 * Messages and events in one window, at most; and bytes that one side of it may have, which one message may exceed: a window is one
 * frame on some wires, and must fit into the outbox of a link.
 */
export const maxWindow = 200;
const maxSideBytes: number = 320 * 1024;
/**
 * Reactions, and names of those who have reacted, that one side may have: each is a row that is read. One message may exceed this.
 */
export const maxSideReactions = 3000;
/** Names that are read at once for a message. Where more have reacted, those of each reaction are read. */
const maxTogether = 100;
/** Bytes of a message, an event or a reaction in addition to its texts, at most; of a message, with what it answers. */
const besides = { message: 768, event: 1024, reaction: 64 } as const;
/** Entries looked at for one side of a window: there may be many that are no messages. A side that is only asked whether it has any, a page. */
const maxLooked = 2000;
const page = 200;
/** UTF-16 units of the text of a message that is answered. */
const headLength = 80;
/** Names listed with one reaction. */
const maxNames = 20;

/** A message that another one answers. Of one that the asker may not read only the seq is known. */
export interface ReplyHead {
  readonly seq: Seq;
  readonly from?: Speaker;
  /** The beginning of its text. */
  readonly text?: string;
  readonly redacted?: boolean;
}

export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** The first `maxNames` by id, as they were called then. */
  readonly users: readonly string[];
  /** The asker is one of them. */
  readonly mine: boolean;
}

export interface MessageNow {
  readonly entry: Entry;
  /** Empty if it was removed. */
  readonly text: string;
  readonly edited: boolean;
  readonly redacted: boolean;
  readonly replyTo?: ReplyHead;
  /** In the order in which they were first used. */
  readonly reactions: readonly Reaction[];
}

/** One of these places, or none for the end of the room. */
export interface WindowAsked {
  readonly before?: Seq | undefined;
  readonly after?: Seq | undefined;
  readonly around?: Seq | undefined;
  /** Messages, and events if they are wanted: at most `maxWindow`. */
  readonly limit: number;
  /** What happened to the room is wanted, too. */
  readonly events?: boolean | undefined;
  /** Without what those say whom the asker ignores; a client that can hide it and show it again asks for all. */
  readonly withoutIgnored?: boolean | undefined;
}

/** Messages that follow one another. Fewer than asked for do not mean that there are no others: see the flags. */
export interface MessageWindow {
  readonly messages: readonly MessageNow[];
  /** Joins, leaves, topics and the like between them (`room-events.ts`), if they are wanted. */
  readonly events: readonly Entry[];
  /** There are, or may be, messages before or after these that the asker may read. */
  readonly earlier: boolean;
  readonly later: boolean;
  /** All messages, and events, with `after < seq < before` are here: where the next window begins, also if this one is empty. */
  readonly after: Seq;
  readonly before: Seq;
}

/** A message, if the user may read it. */
export function messageNow(from: Reading, user: UserId, seq: Seq): MessageNow | undefined {
  const entry = from.store.entry(seq);
  const part = entry?.room && readable(from, entry.room.id, user);
  return entry && part && isWithin(part, seq) ? nowOf(from, user, asReadable(entry, part), part) : undefined;
}

/** Messages of a channel, or of the direct room with a user of that name, around a place. */
export function messageWindow(
  from: Reading,
  user: UserId,
  room: string,
  { before, after, around, limit: wanted, events = false, withoutIgnored = false }: WindowAsked,
): MessageWindow | RefusalCode {
  const id = roomNamed(from.world, user, room);
  if (id === undefined) return 'no-room';
  const whole = readable(from, id, user);
  if (!whole) return 'not-member';
  const limit = Math.max(1, Math.min(wanted, maxWindow));
  const at = around ?? (after === undefined ? (before ?? whole.before) : after + 1);
  const left = between(whole, 0, at);
  const right = between(whole, at - 1);
  const half = around === undefined ? (after === undefined ? limit : 0) : Math.floor(limit / 2);
  const ignored = from.store.ignored(user);
  const hidden = withoutIgnored ? ignored : nobody;
  const side = (part: Readable, most: number, first: boolean): Side =>
    sideOf(from, user, part, { limit: most, first, events, whole, ignored, hidden });
  let earlier = side(left, half, false);
  const later = side(right, after === undefined && around === undefined ? 0 : limit - sizeOf(earlier), true);
  // Near the end there are fewer after the place, so that more fit before it.
  if (around !== undefined && !later.more) earlier = side(left, limit - sizeOf(later), false);
  return {
    messages: [...earlier.found, ...later.found],
    events: [...earlier.events, ...later.events],
    earlier: earlier.more,
    later: later.more,
    after: earlier.end,
    before: later.end,
  };
}

/** Messages on one side of a place. `end`: the seq up to which, or from which on, all were looked at. */
interface Side {
  readonly found: readonly MessageNow[];
  readonly events: readonly Entry[];
  readonly more: boolean;
  readonly end: Seq;
}

const sizeOf = ({ found, events }: Side): number => found.length + events.length;

interface SideAsked {
  readonly limit: number;
  readonly first: boolean;
  readonly events: boolean;
  /** All that the asker may read of the room. */
  readonly whole: Readable;
  /** Whom the asker ignores, and whose messages are left out. */
  readonly ignored: ReadonlySet<UserId>;
  readonly hidden: ReadonlySet<UserId>;
}

/** The `limit` messages, and events, of a part that are next to its beginning (`first`), or to its end; in the order. */
function sideOf(from: Reading, user: UserId, part: Readable, asked: SideAsked): Side {
  const { limit, first, events: wanted, whole, ignored, hidden } = asked;
  const found: MessageNow[] = [];
  const events: Entry[] = [];
  let [bytes, reactions] = [0, 0];
  let { after, before } = part;
  const side = (more: boolean): Side => {
    const end = more ? (first ? after + 1 : before - 1) : first ? part.before : part.after;
    if (!first) [found, events].forEach((list) => list.reverse());
    return { found, events, more, end };
  };
  for (let looked = 0; after + 1 < before;) {
    const entries = from.store.entries(part.room, { after, before, limit: page, first });
    for (const entry of first ? entries : entries.toReversed()) {
      const now = hidden.has(entry.from.id) ? undefined : nowOf(from, user, asReadable(entry, whole), whole, hidden);
      if (now) {
        if (found.length + events.length === limit) return side(true);
        bytes += bytesOf(now);
        reactions += rowsOf(now);
        if (found.length > 0 && (bytes > maxSideBytes || reactions > maxSideReactions)) return side(true);
        found.push(now);
      } else if (wanted && isRoomEvent(entry)) {
        bytes += besides.event;
        if (found.length + events.length === limit || bytes > maxSideBytes) return side(true);
        events.push(ignored.has(entry.from.id) ? (asIgnored(entry) ?? entry) : entry);
      }
      if (first) after = entry.seq;
      else before = entry.seq;
    }
    looked += entries.length;
    if (entries.length < page) break;
    if (looked >= (limit === 0 ? page : maxLooked)) return side(true);
  }
  return side(false);
}

const bytesOf = ({ text, reactions }: MessageNow): number =>
  besides.message +
  maxInJson(text) +
  reactions.reduce((sum, { emoji, users }) => sum + besides.reaction + maxInJson(emoji + users.join('","')), 0);

const rowsOf = ({ reactions }: MessageNow): number => reactions.reduce((sum, { users }) => sum + 1 + users.length, 0);

/** Undefined for an entry that is no message. Former members are not told how others have reacted since. */
function nowOf(
  from: Reading,
  user: UserId,
  entry: Entry,
  { before }: Readable,
  hidden: ReadonlySet<UserId> = nobody,
): MessageNow | undefined {
  const { event: said, seq } = entry;
  if (said.kind !== 'message') return undefined;
  const { text, edited, redacted = false, replyTo } = said;
  const head = replyTo === undefined ? {} : { replyTo: headOf(from, user, replyTo, hidden) };
  return {
    entry,
    text,
    edited: edited !== undefined,
    redacted,
    ...head,
    reactions: before <= from.shown ? [] : reactionsOf(from, user, seq),
  };
}

function headOf(from: Reading, user: UserId, seq: Seq, hidden: ReadonlySet<UserId>): ReplyHead {
  const found = from.store.entry(seq);
  const entry = found && readableEntry(from, found, user);
  if (entry?.event.kind !== 'message') return { seq };
  const { text, redacted = false } = entry.event;
  if (hidden.has(entry.from.id)) return { seq, from: entry.from };
  return { seq, from: entry.from, text: beginningOf(text, headLength), redacted };
}

function reactionsOf({ store }: Reading, user: UserId, target: Seq): readonly Reaction[] {
  const kinds = store.reactions(target);
  const all = kinds.reduce((sum, { users }) => sum + users, 0);
  const together =
    all > 0 && all <= maxTogether
      ? Map.groupBy(store.allReactors(target, maxTogether), ({ emoji }) => emoji)
      : undefined;
  return kinds.map(({ emoji, users: count }) => {
    const known = together?.get(emoji) ?? store.reactors(target, emoji, maxNames);
    const mine = known.some(({ id }) => id === user) || (known.length < count && store.hasReacted(target, emoji, user));
    return { emoji, count, users: known.slice(0, maxNames).map(({ name }) => name), mine };
  });
}

import type { Entry, Message, Seq, Shown, User, Window } from '#dialects/web/protocol.ts';

/**
 * The part of a room that is loaded, in the order of seq: everything with `after < seq < before`. `earlier`, `later`: the
 * server has more on that side.
 */
export interface Timeline {
  readonly items: readonly Shown[];
  readonly after: Seq;
  readonly before: Seq;
  readonly earlier: boolean;
  readonly later: boolean;
}

/**
 * The most entries that are kept, and in the document. Those at the far end are dropped, and loaded again when needed.
 * Consecutive joins and leaves are one line, and count a tenth.
 */
export const maxItems = 300;
/** The number of new entries that may arrive before older ones are dropped, while the user reads older messages. */
export const maxItemsBehind = 600;

/** Larger than every seq. */
const end = Number.MAX_SAFE_INTEGER;

export const emptyTimeline: Timeline = { items: [], after: 0, before: end, earlier: false, later: false };

export const isMessage = (entry: Shown): entry is Message => entry.kind === 'message';

/** 0: no entry. */
const seqOf = (entry: Shown | undefined): Seq => entry?.seq ?? 0;

/** Changes of a message are shown on the message, not as separate entries. */
const isChange = (entry: Entry | Shown): boolean => ['edited', 'redacted', 'reacted'].includes(entry.kind);

/** A part from the server. */
export function fromWindow({ messages, events = [], earlier, later, after, before }: Window): Timeline {
  const items = [...messages, ...events].toSorted((one, other) => one.seq - other.seq);
  return {
    items,
    after: earlier ? (after ?? seqOf(items[0]) - 1) : 0,
    before: later ? (before ?? seqOf(items.at(-1)) + 1) : end,
    earlier,
    later,
  };
}

export const isJoinOrLeave = (entry: Shown): boolean => entry.kind === 'joined' || entry.kind === 'left';

/** The number of entries of a list to keep, if `most` may be kept. */
function keptOf(items: readonly Shown[], most: number): number {
  if (items.length <= most) return items.length;
  let tenths = most * 10;
  const at = items.findIndex((entry) => (tenths -= isJoinOrLeave(entry) ? 1 : 10) < 0);
  return at < 0 ? items.length : at;
}

/** Removes surplus entries at the end. */
function cutEnd(timeline: Timeline): Timeline {
  const kept = keptOf(timeline.items, maxItems);
  const dropped = timeline.items[kept];
  if (dropped === undefined) return timeline;
  return { ...timeline, items: timeline.items.slice(0, kept), before: dropped.seq, later: true };
}

/** Removes surplus entries at the beginning. */
function cutBeginning(timeline: Timeline, most: number = maxItems): Timeline {
  if (timeline.items.length <= most) return timeline;
  const kept = keptOf(timeline.items.toReversed(), most);
  const dropped = timeline.items.at(-kept - 1);
  if (dropped === undefined) return timeline;
  return { ...timeline, items: timeline.items.slice(-kept), after: dropped.seq, earlier: true };
}

/** Adds an older part before it. If there are too many entries, the newest are dropped. */
export function withEarlier(timeline: Timeline, { items, after, earlier }: Timeline): Timeline {
  const older = items.filter(({ seq }) => seq <= timeline.after);
  return cutEnd({ ...timeline, items: [...older, ...timeline.items], after: Math.min(after, timeline.after), earlier });
}

/** Adds a newer part after it. If there are too many entries, the oldest are dropped. */
export function withLater(timeline: Timeline, { items, before, later }: Timeline): Timeline {
  const newer = items.filter(({ seq }) => seq >= timeline.before);
  const all = [...timeline.items, ...newer];
  return cutBeginning({ ...timeline, items: all, before: Math.max(before, timeline.before), later });
}

const insertAt = (items: readonly Shown[], seq: Seq): number => items.findLastIndex((other) => other.seq < seq) + 1;

/** Adds a new entry in its place; a repeated entry is added once. `atEnd`: the user sees the newest entry. */
export function withEntry(timeline: Timeline, entry: Shown, atEnd: boolean): Timeline {
  if (timeline.later || isChange(entry)) return timeline;
  const at = insertAt(timeline.items, entry.seq);
  if (timeline.items[at]?.seq === entry.seq) return timeline;
  const items = [...timeline.items.slice(0, at), entry, ...timeline.items.slice(at)];
  const longer = { ...timeline, items };
  if (atEnd) return cutBeginning(longer);
  return items.length > maxItemsBehind ? cutEnd(longer) : longer;
}

/**
 * Adds a message of a guest that came back, which was stored before the guest entered the room again. The guest may not read entries
 * before its entrance, not even its own message, so the server does not send it.
 */
export function withStored(timeline: Timeline, message: Message): Timeline {
  if (!timeline.later || message.seq < timeline.before) return timeline;
  return { ...timeline, items: [...timeline.items, message], before: message.seq + 1 };
}

/** Drops the oldest entries when the user sees the newest again. */
export const trimmed = (timeline: Timeline): Timeline => cutBeginning(timeline);

/** Keeps the entries that are shown at first when the room is opened again. */
export const shortened = (timeline: Timeline): Timeline => cutBeginning(timeline, 100);

/** Marks it as incomplete at the end, as for a guest that logs in again. */
export const leftBehind = (timeline: Timeline): Timeline =>
  timeline.later ? timeline : { ...timeline, before: seqOf(timeline.items.at(-1)) + 1, later: true };

export const messageOf = (timeline: Timeline | undefined, seq: Seq): Message | undefined => {
  const found = timeline?.items.find((entry) => entry.seq === seq);
  return found && isMessage(found) ? found : undefined;
};

/** The newest message of a user that can still be edited: the key Up opens it. */
export const lastOf = (timeline: Timeline | undefined, user: User, since: number): Message | undefined =>
  timeline?.items
    .filter(isMessage)
    .findLast(({ from, redacted, at }) => from.id === user.id && !redacted && at >= since);

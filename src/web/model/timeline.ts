import type { Entry, Message, Reaction, Seq, Shown, User, Window } from '#dialects/web/protocol.ts';

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

export const isCrowd = (entry: Shown): boolean => entry.kind === 'joined' || entry.kind === 'left';

/** The number of entries of a list to keep, if `most` may be kept. */
function keptOf(items: readonly Shown[], most: number): number {
  if (items.length <= most) return items.length;
  let tenths = most * 10;
  const at = items.findIndex((entry) => (tenths -= isCrowd(entry) ? 1 : 10) < 0);
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
 * Adds a message of a guest that came back, stored before it entered the room again: what is not loaded up to there is
 * not for the guest to read, and neither would be its own message.
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

function changeMessage(timeline: Timeline, seq: Seq, change: (message: Message) => Message): Timeline {
  const index = timeline.items.findIndex((entry) => entry.seq === seq);
  const found = timeline.items[index];
  if (found === undefined || !isMessage(found)) return timeline;
  return { ...timeline, items: timeline.items.with(index, change(found)) };
}

/** Changes the quotations of a message in its replies. */
function changeQuotes(timeline: Timeline, seq: Seq, text: string, redacted: boolean): Timeline {
  const isQuoted = (entry: Shown): entry is Message => isMessage(entry) && entry.reply?.seq === seq;
  if (!timeline.items.some(isQuoted)) return timeline;
  const items = timeline.items.map((entry): Shown => {
    if (!isQuoted(entry) || entry.reply === undefined) return entry;
    const head = { seq, from: entry.reply.from, text: text.slice(0, 80) };
    return { ...entry, reply: redacted ? { ...head, redacted: true } : head };
  });
  return { ...timeline, items };
}

export const withEdit = (timeline: Timeline, seq: Seq, text: string): Timeline =>
  changeQuotes(
    changeMessage(timeline, seq, (message) => ({ ...message, text, edited: true })),
    seq,
    text,
    false,
  );

function emptied({ reply: _reply, reactions: _reactions, ...message }: Message): Message {
  return { ...message, text: '', redacted: true };
}

export const withRedaction = (timeline: Timeline, seq: Seq): Timeline =>
  changeQuotes(changeMessage(timeline, seq, emptied), seq, '', true);

/** Adds or removes one reaction. */
export function reacted(
  before: readonly Reaction[],
  { emoji, on, by, mine }: { emoji: string; on: boolean; by: string; mine: boolean },
): readonly Reaction[] {
  const old = before.find((reaction) => reaction.emoji === emoji) ?? { emoji, count: 0, users: [], mine: false };
  const isThere = old.users.includes(by);
  if (isThere === on && old.count <= old.users.length) return before;
  const others = old.users.filter((name) => name !== by);
  const changed: Reaction = {
    emoji,
    count: old.count + (on ? 1 : -1),
    users: on ? [...others, by] : others,
    mine: mine ? on : old.mine,
  };
  if (changed.count <= 0) return before.filter((reaction) => reaction.emoji !== emoji);
  if (old.count === 0) return [...before, changed];
  return before.map((reaction) => (reaction.emoji === emoji ? changed : reaction));
}

export const withReaction = (timeline: Timeline, { target, emoji, on, from }: Entry<'reacted'>, self: User): Timeline =>
  changeMessage(timeline, target, (message) => ({
    ...message,
    reactions: reacted(message.reactions ?? [], { emoji, on, by: from.name, mine: from.id === self.id }),
  }));

/** A new message, with the quotation of the message that it replies to, if that is loaded. */
export function asMessage(timeline: Timeline | undefined, entry: Entry<'message'>): Message {
  const target = entry.replyTo === undefined ? undefined : messageOf(timeline, entry.replyTo);
  if (target === undefined) return entry;
  const head = { seq: target.seq, from: target.from, text: target.text.slice(0, 80) };
  return { ...entry, reply: target.redacted ? { ...head, redacted: true } : head };
}

/** Adds the quotation of a message that was not loaded when its reply arrived. */
export const withQuote = (timeline: Timeline, seq: Seq, target: Message): Timeline =>
  changeMessage(timeline, seq, (message) => {
    const reply = asMessage({ ...emptyTimeline, items: [target] }, { ...message, replyTo: target.seq }).reply;
    return reply === undefined ? message : { ...message, reply };
  });

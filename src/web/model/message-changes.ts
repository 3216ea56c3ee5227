import type { Entry, Message, Reaction, Seq, Shown, User } from '#dialects/web/protocol.ts';
import { type Timeline, emptyTimeline, isMessage, messageOf } from './timeline.ts';

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
function reacted(
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

import { beginningOf } from '#text/beginning.ts';
import { type Entry as ChatEntry, type Event, isImported, type Speaker, timeOf } from '#chat/event.ts';
import type { MessageNow } from '#chat/reading/message-window.ts';

import type {
  Entry,
  EntryHead,
  EventBodies,
  Message,
  MessageHead,
  ReplyHead,
  User,
  UserRef,
} from './protocol/values.ts';

/** A user, as frames name it. */
export const userPart = ({ id, name, account }: Speaker): User => ({ id, name, account: account ?? false });

export const refPart = ({ id, name }: UserRef): UserRef => ({ id, name });

const headOf = (entry: ChatEntry): EntryHead => {
  const { seq, from, room, via } = entry;
  return {
    seq,
    at: timeOf(entry),
    from: userPart(from),
    ...(room && { room: refPart(room) }),
    ...(via !== undefined && { via }),
  };
};

/** An entry, as frames show it. Undefined for what users are not shown, and for presence, which is not an entry. */
export function entryPart(entry: ChatEntry): Entry | undefined {
  const { event } = entry;
  switch (event.kind) {
    case 'message':
      return messageEntry(entry, event);
    case 'joined': {
      const { away, absent } = event;
      return { kind: 'joined', ...headOf(entry), ...(away !== undefined && { away }), ...(absent && { here: false }) };
    }
    case 'left':
    case 'closed':
      return { kind: event.kind, ...headOf(entry), ...reasonOf(event) };
    case 'set':
      return { kind: 'set', ...headOf(entry), name: event.name, value: event.value };
    case 'roomNamed':
      return { kind: 'roomNamed', ...headOf(entry), before: event.before };
    case 'edited':
      return { kind: 'edited', ...headOf(entry), target: event.target, text: event.text };
    case 'redacted':
      return { kind: 'redacted', ...headOf(entry), target: event.target, of: refPart(event.of), ...reasonOf(event) };
    case 'reacted': {
      const { target, emoji, on, of } = event;
      return { kind: 'reacted', ...headOf(entry), target, emoji, on, of: refPart(of) };
    }
    case 'topic':
      return { kind: 'topic', ...headOf(entry), text: event.text };
    case 'renamed':
      return { kind: 'renamed', ...headOf(entry), before: event.before };
    case 'role':
      return { kind: 'role', ...headOf(entry), user: refPart(event.user), role: event.role, before: event.before };
    case 'kicked':
      return { kind: 'kicked', ...headOf(entry), user: refPart(event.user), ...reasonOf(event) };
    case 'invited':
      return { kind: 'invited', ...headOf(entry), user: refPart(event.user), ...untilOf(event) };
    case 'listed':
      return { kind: 'listed', ...headOf(entry), ...listedPart(event) };
    case 'unlisted':
      return { kind: 'unlisted', ...headOf(entry), list: event.list, mask: event.mask };
    default:
      return undefined;
  }
}

const messageEntry = (entry: ChatEntry, event: Event<'message'>): Entry<'message'> => ({
  kind: 'message',
  ...headOf(entry),
  text: event.text,
  ...messageMore(entry, event),
});

/** What a message may have besides its text. Undefined for nearly all messages, which have nothing else. */
export function messageMore(
  entry: ChatEntry,
  { style, replyTo, mentions, by }: Event<'message'>,
): Omit<EventBodies['message'], 'text'> | undefined {
  if (!style && replyTo === undefined && !mentions && !by && !isImported(entry)) return undefined;
  return {
    ...(style && { style }),
    ...(replyTo !== undefined && { replyTo }),
    ...(mentions && { mentions }),
    ...(by && { by }),
    ...(isImported(entry) && { imported: true }),
  };
}

const reasonOf = ({ reason }: { readonly reason?: string }): { reason?: string } =>
  reason === undefined || reason === '' ? {} : { reason };

const untilOf = ({ until }: { readonly until?: number }): { until?: number } => (until === undefined ? {} : { until });

function listedPart(event: Event<'listed'>): EventBodies['listed'] {
  const { list, mask, kicked } = event;
  return { list, mask, ...untilOf(event), ...reasonOf(event), ...(kicked && { kicked: kicked.map(refPart) }) };
}

/** A message as it is now. Undefined for anything else. */
export function messagePart({ entry, edited, redacted, replyTo, reactions }: MessageNow): Message | undefined {
  const { event } = entry;
  if (event.kind !== 'message') return undefined;
  const reply = replyTo && replyPart(replyTo);
  return {
    ...messageEntry(entry, event),
    ...(edited && { edited }),
    ...(redacted && { redacted }),
    ...(reply && { reply }),
    ...(reactions.length > 0 && { reactions }),
  };
}

/** A message that a search found: with its newest text, without its reactions. Undefined for anything else. */
export function foundPart(entry: ChatEntry): Message | undefined {
  const { event } = entry;
  if (event.kind !== 'message') return undefined;
  return { ...messageEntry(entry, event), ...(event.edited && { edited: true }) };
}

/** The head of the message that is replied to; undefined if the user may not read that message. */
function replyPart({ seq, from, text, redacted }: NonNullable<MessageNow['replyTo']>): ReplyHead | undefined {
  if (!from || text === undefined) return undefined;
  return { seq, from: userPart(from), text, ...(redacted === true && { redacted }) };
}

/** UTF-16 units of the text of a message in a list of rooms. */
const headLength = 80;

/** A message as lists of rooms have it. Undefined for anything else. */
export function headPart(entry: ChatEntry): MessageHead | undefined {
  const { seq, from, event } = entry;
  if (event.kind !== 'message') return undefined;
  const { edited, redacted } = event;
  const text = beginningOf(event.text, headLength);
  return {
    seq,
    at: timeOf(entry),
    from: userPart(from),
    text,
    ...(edited !== undefined && { edited: true as const }),
    ...(redacted && { redacted }),
  };
}

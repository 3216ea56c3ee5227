import { formatCursor } from '#chat/cursor.ts';
import {
  type Ended,
  type Entry,
  type Event,
  type EventKind,
  isImported,
  type Seq,
  type Signal,
  type Speaker,
  timeOf,
  type UserRef,
} from '#chat/event.ts';
import type { Person } from '#chat/person.ts';
import type { As, ByteFormat, Render } from '#chat/hub/format.ts';
import type { MessageNow, ReplyHead } from '#chat/reading/message-window.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

import { type Moderation, moderationSentence } from '../../moderation-sentences.ts';
import { roomSentence } from '../../room-sentences.ts';
import { formatPdu, type Payload, types } from '../talk-codec.ts';
import { errorPdu } from './errors.ts';

/** A user, as PDUs name it. */
export const userPart = ({ id, name, account }: Speaker): Payload => ({ id, name, account: account ?? false });

/** A user in a list of users: also whether it is away, and its text. */
export const personPart = ({ away, ...user }: Person): Payload =>
  away === undefined ? userPart(user) : { ...userPart(user), away };

const endings = new WeakSet<Frame>();

/** Whether it is the last PDU a session is sent: why it is over. */
export const isEnding = (frame: Frame): boolean => endings.has(frame);

const errorOf = {
  replaced: 'replaced',
  credential: 'account-changed',
  'logged-out': 'account-changed',
  kicked: 'kicked',
  banned: 'put-out',
} as const;

function ending(ended: Ended): Frame {
  const frame = errorPdu(errorOf[ended.why], undefined, { until: ended.until, reason: ended.reason });
  endings.add(frame);
  return frame;
}

/** The format of all sessions of a listener that are alike. `epoch`: the order's. `reads`: its clients say what was read. */
export function formatOf(epoch: () => string, reads = false): ByteFormat {
  const cursorOf = (seq: Seq): string => formatCursor({ epoch: epoch(), seq });
  const render: Render = (happening, as) =>
    'kind' in happening ? renderSignal(happening, cursorOf) : renderEntry(happening, as, cursorOf);
  return { render, joinable: true, pushes: true, takesMail: true, places: true, reads, hears: () => true };
}

function renderSignal(signal: Signal, cursorOf: (seq: Seq) => string): Frame | undefined {
  switch (signal.kind) {
    case 'stopping':
      return formatPdu(types.shutdown, { in: signal.wait });
    case 'roster':
      return formatPdu(types.presenceLost, {});
    case 'place':
      return formatPdu(types.cursor, { resume: cursorOf(signal.upto) });
    case 'ended':
      return ending(signal);
    case 'typing':
      return formatPdu(types.typing, { from: userPart(signal.from), to: signal.to, active: signal.active });
    case 'back':
      return formatPdu(types.presence, { user: userPart(signal.from), here: true, away: '' });
    case 'read':
      return formatPdu(types.read, {
        of: signal.room.name,
        upto: cursorOf(signal.upto),
        ...(signal.back && { back: true }),
      });
    case 'level':
      return formatPdu(types.level, { of: signal.room.name, level: signal.level });
    case 'ignored':
      return formatPdu(types.ignore, { user: refPart(signal.user), on: signal.on });
    default:
      return undefined;
  }
}

/** Kept entries become an EVENT; arrivals and departures a PRESENCE. */
function renderEntry(entry: Entry, as: As, cursorOf: (seq: Seq) => string): Frame | undefined {
  const { event, from, room } = entry;
  switch (event.kind) {
    case 'came':
      return formatPdu(types.presence, {
        user: userPart(from),
        here: true,
        ...(event.joined && room && { joined: room.name }),
        ...(event.was && { was: event.was.name }),
        ...(event.away !== undefined && { away: event.away }),
      });
    case 'registered':
    case 'registeredWith':
      return formatPdu(types.presence, { user: userPart(from), here: true });
    case 'away':
      return formatPdu(types.presence, { user: userPart(from), here: true, away: event.text });
    case 'went':
      return formatPdu(types.presence, { user: userPart(from), here: false });
    case 'began':
      return event.ended.length === 0
        ? undefined
        : joinFrames(event.ended.map((user) => formatPdu(types.presence, { user: userPart(user), here: false })));
    default: {
      const payload = eventPart(entry, cursorOf);
      if (!payload) return undefined;
      const isListing = event.kind === 'listed' || event.kind === 'unlisted';
      if (as === 'target' && isListing) return formatPdu(types.event, { ...payload, you: true });
      return formatPdu(types.event, as === 'waited' ? { ...payload, waited: true } : payload);
    }
  }
}

/** The payload of an EVENT, and of a PAST. Undefined for what users are not shown. `at`: the cursor of a place. */
export function eventPart(entry: Entry, at: (seq: Seq) => string): Payload | undefined {
  const text = textOf(entry);
  if (text === undefined) return undefined;
  const { event, from, room, via } = entry;
  return {
    kind: kindNames[event.kind] ?? event.kind,
    cursor: at(entry.seq),
    time: timeOf(entry),
    from: userPart(from),
    ...(room && { to: room.name }),
    text,
    ...fieldsOf(event, at),
    ...(via !== undefined && { via }),
    ...(isImported(entry) && { imported: true }),
  };
}

/** The kinds that have another name in a PDU. */
const kindNames: Readonly<Partial<Record<EventKind, string>>> = {
  redacted: 'removed',
  roomNamed: 'room-renamed',
  set: 'setting',
};

/** The fields that only one kind of event has. */
function fieldsOf(event: Event, at: (seq: Seq) => string): Payload {
  switch (event.kind) {
    case 'message': {
      const { style, replyTo, mentions, by, edited, redacted } = event;
      return {
        ...(style && { style }),
        ...(replyTo !== undefined && { reply: at(replyTo) }),
        ...(mentions && { mentions: mentions.users, ...(mentions.all && { all: true }) }),
        ...(by && { by }),
        ...(edited !== undefined && { edited: true }),
        ...(redacted && { removed: true }),
      };
    }
    case 'joined':
      return { ...(event.away !== undefined && { away: event.away }), ...(event.absent && { here: false }) };
    case 'topic':
      return { topic: event.text };
    case 'renamed':
      return { before: event.before };
    case 'edited':
      return { target: at(event.target), now: event.text };
    case 'redacted':
      return { target: at(event.target), ...(event.reason !== undefined && { reason: event.reason }) };
    case 'reacted':
      return { target: at(event.target), emoji: event.emoji, on: event.on };
    case 'kicked':
    case 'invited':
    case 'listed':
    case 'unlisted':
      return moderationPart(event);
    case 'role':
      return { user: refPart(event.user), role: event.role };
    case 'set':
      return { setting: event.name, value: event.value };
    case 'roomNamed':
      return { before: event.before };
    case 'left':
    case 'closed':
      return event.reason === undefined ? {} : { reason: event.reason };
    default:
      return {};
  }
}

/** The payload of a MESSAGE: a message as it is now, with what was done to it. */
export function messagePart({ entry, reactions, replyTo }: MessageNow, at: (seq: Seq) => string): Payload {
  return {
    ...eventPart(entry, at),
    ...(replyTo && { answers: replyPart(replyTo, at) }),
    reactions: reactions.map(({ emoji, count, users, mine }) => ({
      emoji,
      count,
      users,
      mine,
    })),
  };
}

/** The message that was answered; only its place if the user may not read it. */
const replyPart = ({ seq, from, text, redacted }: ReplyHead, at: (seq: Seq) => string): Payload => ({
  cursor: at(seq),
  ...(from && { from: from.name }),
  ...(text !== undefined && { text }),
  ...(redacted && { removed: true }),
});

function moderationPart(event: Moderation): Payload {
  const absent = { user: undefined, kicked: undefined, silenced: undefined, freed: undefined };
  const { user, kicked: out, silenced: _, freed: __, kind: ___, ...plain } = { ...absent, ...event };
  return { ...plain, ...(user && { user: refPart(user) }), ...(out && { kicked: out.map(refPart) }) };
}

const refPart = ({ id, name }: UserRef): Payload => ({ id, name });

/** The text for clients that do not support the kind. */
function textOf(entry: Entry): string | undefined {
  const { event, from, room } = entry;
  switch (event.kind) {
    case 'message':
      return event.redacted ? '(message removed)' : event.text;
    case 'edited':
      return event.text === '' ? `${from.name} changed a message` : `${from.name} changed a message to: ${event.text}`;
    case 'redacted':
      return `${from.name} removed a message${event.of.id === from.id ? '' : ` of ${event.of.name}`}`;
    case 'reacted':
      return `${from.name} ${event.on ? 'reacted with' : 'took back the reaction'} ${event.emoji}`;
    case 'joined':
      return `${from.name} joined ${room?.name}`;
    case 'left':
      return `${from.name} left ${room?.name}${event.reason === undefined ? '' : ` (${event.reason})`}`;
    case 'topic':
      return event.text === '' ? `${from.name} removed the topic` : `${from.name} set the topic: ${event.text}`;
    case 'renamed':
      return `${event.before} is now ${from.name}`;
    case 'kicked':
    case 'invited':
    case 'listed':
    case 'unlisted':
      return moderationSentence(entry);
    default:
      return roomSentence(entry);
  }
}

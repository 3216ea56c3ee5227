import { formatCursor } from '#chat/cursor.ts';
import { maxAway } from '#chat/limits.ts';

import { formatPdu, type Payload, types } from '../talk-codec.ts';
import { errorPdu, refusedPdu } from './errors.ts';
import { answerLater, isOther, maxName, post, type Row } from './posting.ts';
import type { PendingRequest, RequestingSession } from './requesting-session.ts';

const levels = ['all', 'mentions', 'nothing'] as const;

/** Requests about the user alone: what was read, notification levels, ignored users, being away. */
export const personalRequests: readonly (readonly [number, Row])[] = [
  [
    types.read,
    (fields, session, request) => {
      const of = fields.text('of', maxName);
      const upto = fields.cursor('upto');
      const back = fields.optionalFlag('back', false) || undefined;
      return () => {
        if (isOther(session, upto)) session.say(request, errorPdu('bad-cursor', request.ref));
        else post(session, request, { kind: 'read', upto: upto.seq, back }, of);
      };
    },
  ],
  [types.unread, (_fields, session, request) => () => askUnread(session, request)],
  [
    types.away,
    (fields, session, request) => {
      const text = fields.anyText('text', maxAway) ?? '';
      if (Buffer.byteLength(text) > maxAway) fields.bad ??= 'text';
      return () => post(session, request, { kind: 'away', text });
    },
  ],
  [
    types.ignore,
    (fields, session, request) => {
      const name = fields.optionalText('user', maxName);
      const on = fields.optionalFlag('on', true);
      if (name === undefined) return () => askIgnored(session, request);
      return () => post(session, request, { kind: 'ignored', name, on });
    },
  ],
  [
    types.level,
    (fields, session, request) => {
      const of = fields.text('of', maxName);
      const level = fields.optionalChoice('level', levels);
      if (level === undefined) return () => askLevel(session, request, of);
      return () => post(session, request, { kind: 'level', level }, of);
    },
  ],
];

function askIgnored(session: RequestingSession, request: PendingRequest): void {
  const { chat } = session.shared;
  answerLater(session, request, () => {
    const users = chat.ignored(session.seat).map(({ id, name }) => ({ id, name }));
    return formatPdu(types.ignore, { users }, request.ref);
  });
}

function askLevel(session: RequestingSession, request: PendingRequest, of: string): void {
  const { chat } = session.shared;
  answerLater(session, request, () => {
    const found = chat.unreadOf(session.seat, of);
    if (typeof found === 'string') return refusedPdu(chat.tellNewName(session.seat, found, of), request.ref);
    return formatPdu(types.level, { of: found.room.name, level: found.level }, request.ref);
  });
}

function askUnread(session: RequestingSession, request: PendingRequest): void {
  const { chat } = session.shared;
  answerLater(session, request, () => {
    const { epoch } = chat.cursor();
    const rooms = chat.unread(session.seat).map(({ room, unread, mentions, read, last, level }): Payload => ({
      of: room.name,
      unread,
      mentions,
      read: formatCursor({ epoch, seq: read }),
      ...(last !== undefined && { last: formatCursor({ epoch, seq: last }) }),
      ...(level !== 'all' && { level }),
    }));
    return formatPdu(types.unread, { rooms }, request.ref);
  });
}

import { formatCursor } from '#chat/cursor.ts';
import { maxAway } from '#chat/limits.ts';

import { formatPdu, type Payload, types } from '../talk-codec.ts';
import { errorPdu, refusedPdu } from './errors.ts';
import { answerLater, isOther, maxName, post, type Row } from './posting.ts';
import type { Question, Talker } from './talker.ts';

const levels = ['all', 'mentions', 'nothing'] as const;

/** Requests about the user alone: what was read, notification levels, ignored users, being away. */
export const personalRequests: readonly (readonly [number, Row])[] = [
  [
    types.read,
    (fields, talker, question) => {
      const of = fields.text('of', maxName);
      const upto = fields.cursor('upto');
      const back = fields.optionalFlag('back', false) || undefined;
      return () => {
        if (isOther(talker, upto)) talker.say(question, errorPdu('bad-cursor', question.ref));
        else post(talker, question, { kind: 'read', upto: upto.seq, back }, of);
      };
    },
  ],
  [types.unread, (_fields, talker, question) => () => askUnread(talker, question)],
  [
    types.away,
    (fields, talker, question) => {
      const text = fields.anyText('text', maxAway) ?? '';
      if (Buffer.byteLength(text) > maxAway) fields.bad ??= 'text';
      return () => post(talker, question, { kind: 'away', text });
    },
  ],
  [
    types.ignore,
    (fields, talker, question) => {
      const name = fields.optionalText('user', maxName);
      const on = fields.optionalFlag('on', true);
      if (name === undefined) return () => askIgnored(talker, question);
      return () => post(talker, question, { kind: 'ignored', name, on });
    },
  ],
  [
    types.level,
    (fields, talker, question) => {
      const of = fields.text('of', maxName);
      const level = fields.optionalChoice('level', levels);
      if (level === undefined) return () => askLevel(talker, question, of);
      return () => post(talker, question, { kind: 'level', level }, of);
    },
  ],
];

function askIgnored(talker: Talker, question: Question): void {
  const { chat } = talker.shared;
  answerLater(talker, question, () => {
    const users = chat.ignored(talker.seat).map(({ id, name }) => ({ id, name }));
    return formatPdu(types.ignore, { users }, question.ref);
  });
}

function askLevel(talker: Talker, question: Question, of: string): void {
  const { chat } = talker.shared;
  answerLater(talker, question, () => {
    const found = chat.unreadOf(talker.seat, of);
    if (typeof found === 'string') return refusedPdu(chat.tellNewName(talker.seat, found, of), question.ref);
    return formatPdu(types.level, { of: found.room.name, level: found.level }, question.ref);
  });
}

function askUnread(talker: Talker, question: Question): void {
  const { chat } = talker.shared;
  answerLater(talker, question, () => {
    const { epoch } = chat.cursor();
    const rooms = chat.unread(talker.seat).map(({ room, unread, mentions, read, last, level }): Payload => ({
      of: room.name,
      unread,
      mentions,
      read: formatCursor({ epoch, seq: read }),
      ...(last !== undefined && { last: formatCursor({ epoch, seq: last }) }),
      ...(level !== 'all' && { level }),
    }));
    return formatPdu(types.unread, { rooms }, question.ref);
  });
}

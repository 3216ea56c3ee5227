import type { Answer } from '#chat/hub/session.ts';
import { maxOnce, maxReason } from '#chat/limits.ts';
import type { Frame } from '#text/frames.ts';

import { maxPdu } from '../codec.ts';
import { formatPdu, type Request, types } from '../talk-codec.ts';
import { errorPdu, refusedPdu } from './errors.ts';
import { Fields } from './fields.ts';
import { personalRequests } from './personal-requests.ts';
import { roomRequests } from './room-requests.ts';
import { messageRequests } from './message-requests.ts';
import { acknowledged, isOther, maxName, post, type Row } from './posting.ts';
import { askHistory, askMembers, askOnline, askRooms, askTopic, firstPage, maxPast } from './reads.ts';
import type { Question, Talker } from './talker.ts';

/** UTF-16 units of a password, likewise. */
const maxPassword = 1024;
const maxToken = 64;

const login: Row = (fields, talker, question) => {
  const name = fields.text('name', maxName);
  const password = fields.optionalText('password', maxPassword);
  const token = fields.optionalText('token', maxToken);
  const resume = fields.optionalCursor('resume');
  const reads = fields.optionalFlag('reads', false);
  return () => {
    if (talker.isIn) talker.say(question, errorPdu('logged-in', question.ref));
    else talker.logIn({ name, password, token, resume, reads }, question);
  };
};

/** Sets a new password with a code from the operator, for a user who has forgotten it. */
const reset: Row = (fields, talker, { stream, ref }) => {
  const code = fields.text('code', maxToken);
  const password = fields.text('password', maxPassword);
  const word = (answer: Answer): Frame => acknowledged(talker, answer, ref);
  return () => talker.shared.chat.reset(talker.seat, code, password, { stream, word });
};

/** What may be asked at any time. */
const always: ReadonlyMap<number, Row> = new Map<number, Row>([
  [types.login, login],
  [types.reset, reset],
  [types.logout, (_fields, talker, question) => () => talker.logOut(question)],
  [types.ping, (_fields, talker, question) => () => talker.say(question, formatPdu(types.pong, {}, question.ref))],
]);

/** What may be asked once logged in. */
const inside: ReadonlyMap<number, Row> = new Map<number, Row>([
  ...messageRequests,
  ...roomRequests,
  ...personalRequests,
  [
    types.chat,
    (fields, talker, question) => {
      const to = fields.text('to', maxName);
      const text = fields.text('text', maxPdu);
      const once = fields.optionalText('id', maxOnce);
      const style = fields.optionalChoice('style', ['action', 'notice']);
      const reply = fields.optionalCursor('reply');
      if (text.trim() === '') fields.bad ??= 'text';
      return () => {
        if (isOther(talker, reply)) return talker.say(question, errorPdu('bad-cursor', question.ref));
        return post(talker, question, { kind: 'message', text, style, replyTo: reply?.seq }, to, once);
      };
    },
  ],
  [
    types.join,
    (fields, talker, question) => {
      const room = fields.text('room', maxName);
      const key = fields.optionalText('key', maxName);
      return () => {
        if (key === undefined) return post(talker, question, { kind: 'joined' }, room);
        const word = (answer: Answer): Frame => acknowledged(talker, answer, question.ref);
        return talker.shared.chat.enter(talker.seat, room, { stream: question.stream, word }, key);
      };
    },
  ],
  [
    types.leave,
    (fields, talker, question) => {
      const room = fields.text('room', maxName);
      const reason = fields.optionalText('reason', 2 * maxReason);
      return () => post(talker, question, { kind: 'left', reason }, room);
    },
  ],
  [
    types.register,
    (fields, talker, question) => {
      const password = fields.text('password', maxPassword);
      const code = fields.optionalText('code', maxToken);
      const word = (answer: Answer): Frame => acknowledged(talker, answer, question.ref);
      return () => talker.shared.chat.register(talker.seat, password, { stream: question.stream, word }, code);
    },
  ],
  [
    types.topic,
    (fields, talker, question) => {
      const room = fields.text('room', maxName);
      const topic = fields.anyText('topic', maxPdu);
      return topic === undefined
        ? () => askTopic(talker, question, room)
        : () => post(talker, question, { kind: 'topic', text: topic }, room);
    },
  ],
  [
    types.rooms,
    (fields, talker, question) => {
      const after = fields.count('after', 0, Number.MAX_SAFE_INTEGER, firstPage);
      return () => askRooms(talker, question, after);
    },
  ],
  [
    types.members,
    (fields, talker, question) => {
      const room = fields.optionalText('room', maxName);
      const after = fields.count('after', 0, Number.MAX_SAFE_INTEGER, firstPage);
      return room === undefined ? () => askOnline(talker, question) : () => askMembers(talker, question, room, after);
    },
  ],
  [
    types.history,
    (fields, talker, question) => {
      const room = fields.text('of', maxName);
      const limit = fields.count('limit', 1, maxPast, maxPast / 4);
      const before = fields.optionalCursor('before');
      const after = fields.optionalCursor('after');
      return () => askHistory(talker, question, { room, limit, before, after });
    },
  ],
  [
    types.typing,
    (fields, talker, question) => {
      const to = fields.text('to', maxName);
      const active = fields.flag('active');
      return () => {
        const refused = talker.shared.chat.typing(talker.seat, to, active);
        if (refused) talker.say(question, refusedPdu(refused, question.ref));
      };
    },
  ],
]);

/** Answers from a client, which get no answer. */
const unanswered: ReadonlySet<number> = new Set([types.error, types.ack, types.pong]);

/** Does what a client asks, or answers with an error. */
export function handle(talker: Talker, { mtype, payload, ref }: Request, question: Question): void {
  if (unanswered.has(mtype)) return;
  const refuse = (frame: Frame): void => talker.say(question, frame);
  const row = always.get(mtype) ?? inside.get(mtype);
  if (!row) return refuse(errorPdu('unknown-type', ref));
  if (!talker.isIn && !always.has(mtype)) return refuse(errorPdu('not-logged-in', ref));
  const fields = new Fields(payload);
  const run = row(fields, talker, question);
  if (fields.bad === undefined) run();
  else refuse(errorPdu('bad-field', ref, { field: fields.bad }));
}

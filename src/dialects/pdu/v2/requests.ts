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
import type { PendingRequest, RequestingSession } from './requesting-session.ts';

/** UTF-16 units of a password, likewise. */
const maxPassword = 1024;
const maxToken = 64;

const login: Row = (fields, session, request) => {
  const name = fields.text('name', maxName);
  const password = fields.optionalText('password', maxPassword);
  const token = fields.optionalText('token', maxToken);
  const resume = fields.optionalCursor('resume');
  const reads = fields.optionalFlag('reads', false);
  return () => {
    if (session.isIn) session.say(request, errorPdu('logged-in', request.ref));
    else session.logIn({ name, password, token, resume, reads }, request);
  };
};

/** Sets a new password with a code from the operator, for a user who has forgotten it. */
const reset: Row = (fields, session, { stream, ref }) => {
  const code = fields.text('code', maxToken);
  const password = fields.text('password', maxPassword);
  const word = (answer: Answer): Frame => acknowledged(session, answer, ref);
  return () => session.shared.chat.reset(session.seat, code, password, { stream, word });
};

/** What may be asked at any time. */
const always: ReadonlyMap<number, Row> = new Map<number, Row>([
  [types.login, login],
  [types.reset, reset],
  [types.logout, (_fields, session, request) => () => session.logOut(request)],
  [types.ping, (_fields, session, request) => () => session.say(request, formatPdu(types.pong, {}, request.ref))],
]);

/** What may be asked once logged in. */
const inside: ReadonlyMap<number, Row> = new Map<number, Row>([
  ...messageRequests,
  ...roomRequests,
  ...personalRequests,
  [
    types.chat,
    (fields, session, request) => {
      const to = fields.text('to', maxName);
      const text = fields.text('text', maxPdu);
      const once = fields.optionalText('id', maxOnce);
      const style = fields.optionalChoice('style', ['action', 'notice']);
      const reply = fields.optionalCursor('reply');
      if (text.trim() === '') fields.bad ??= 'text';
      return () => {
        if (isOther(session, reply)) return session.say(request, errorPdu('bad-cursor', request.ref));
        return post(session, request, { kind: 'message', text, style, replyTo: reply?.seq }, to, once);
      };
    },
  ],
  [
    types.join,
    (fields, session, request) => {
      const room = fields.text('room', maxName);
      const key = fields.optionalText('key', maxName);
      return () => {
        if (key === undefined) return post(session, request, { kind: 'joined' }, room);
        const word = (answer: Answer): Frame => acknowledged(session, answer, request.ref);
        return session.shared.chat.enter(session.seat, room, { stream: request.stream, word }, key);
      };
    },
  ],
  [
    types.leave,
    (fields, session, request) => {
      const room = fields.text('room', maxName);
      const reason = fields.optionalText('reason', 2 * maxReason);
      return () => post(session, request, { kind: 'left', reason }, room);
    },
  ],
  [
    types.register,
    (fields, session, request) => {
      const password = fields.text('password', maxPassword);
      const code = fields.optionalText('code', maxToken);
      const word = (answer: Answer): Frame => acknowledged(session, answer, request.ref);
      return () => session.shared.chat.register(session.seat, password, { stream: request.stream, word }, code);
    },
  ],
  [
    types.topic,
    (fields, session, request) => {
      const room = fields.text('room', maxName);
      const topic = fields.anyText('topic', maxPdu);
      return topic === undefined
        ? () => askTopic(session, request, room)
        : () => post(session, request, { kind: 'topic', text: topic }, room);
    },
  ],
  [
    types.rooms,
    (fields, session, request) => {
      const after = fields.count('after', 0, Number.MAX_SAFE_INTEGER, firstPage);
      return () => askRooms(session, request, after);
    },
  ],
  [
    types.members,
    (fields, session, request) => {
      const room = fields.optionalText('room', maxName);
      const after = fields.count('after', 0, Number.MAX_SAFE_INTEGER, firstPage);
      return room === undefined ? () => askOnline(session, request) : () => askMembers(session, request, room, after);
    },
  ],
  [
    types.history,
    (fields, session, request) => {
      const room = fields.text('of', maxName);
      const limit = fields.count('limit', 1, maxPast, maxPast / 4);
      const before = fields.optionalCursor('before');
      const after = fields.optionalCursor('after');
      return () => askHistory(session, request, { room, limit, before, after });
    },
  ],
  [
    types.typing,
    (fields, session, request) => {
      const to = fields.text('to', maxName);
      const active = fields.flag('active');
      return () => {
        const refused = session.shared.chat.typing(session.seat, to, active);
        if (refused) session.say(request, refusedPdu(refused, request.ref));
      };
    },
  ],
]);

/** Answers from a client, which get no answer. */
const unanswered: ReadonlySet<number> = new Set([types.error, types.ack, types.pong]);

/** Does what a client asks, or answers with an error. */
export function handle(session: RequestingSession, { mtype, payload, ref }: Request, request: PendingRequest): void {
  if (unanswered.has(mtype)) return;
  const refuse = (frame: Frame): void => session.say(request, frame);
  const row = always.get(mtype) ?? inside.get(mtype);
  if (!row) return refuse(errorPdu('unknown-type', ref));
  if (!session.isIn && !always.has(mtype)) return refuse(errorPdu('not-logged-in', ref));
  const fields = new Fields(payload);
  const run = row(fields, session, request);
  if (fields.bad === undefined) run();
  else refuse(errorPdu('bad-field', ref, { field: fields.bad }));
}

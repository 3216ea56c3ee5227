import { type Cursor, formatCursor } from '#chat/cursor.ts';
import type { Asked, Seq } from '#chat/event.ts';
import { maxReason } from '#chat/limits.ts';
import type { SearchAnswer } from '#chat/search/search-index.ts';
import { maxHits } from '#chat/search/searches.ts';
import { maxQuery } from '#chat/search/search-query.ts';
import type { Frame } from '#text/frames.ts';

import { maxPdu } from '../codec.ts';
import { formatPdu, types } from '../talk-codec.ts';
import { errorPdu, refusedPdu } from './errors.ts';
import { isOther, post, type Row } from './posting.ts';
import { eventPart, messagePart } from './render.ts';
import type { PendingRequest, RequestingSession } from './requesting-session.ts';

/** UTF-16 units of a reaction: more than the chat allows, which judges it. */
const maxEmoji = 64;

/** What may be done with messages. */
export const messageRequests: readonly (readonly [number, Row])[] = [
  [
    types.edit,
    (fields, session, request) => {
      const target = fields.cursor('target');
      const text = fields.text('text', maxPdu);
      if (text.trim() === '') fields.bad ??= 'text';
      return () => change(session, request, target, { kind: 'edited', target: target.seq, text });
    },
  ],
  [
    types.remove,
    (fields, session, request) => {
      const target = fields.cursor('target');
      const reason = fields.optionalText('reason', 2 * maxReason);
      return () => change(session, request, target, { kind: 'redacted', target: target.seq, reason });
    },
  ],
  [
    types.react,
    (fields, session, request) => {
      const target = fields.cursor('target');
      const emoji = fields.text('emoji', maxEmoji);
      const on = fields.optionalFlag('on', true);
      return () => change(session, request, target, { kind: 'reacted', target: target.seq, emoji, on });
    },
  ],
  [
    types.message,
    (fields, session, request) => {
      const target = fields.cursor('target');
      return () => session.say(request, messageAt(session, request, target));
    },
  ],
  [
    types.search,
    (fields, session, request) => {
      const text = fields.text('text', maxQuery);
      const limit = fields.count('limit', 1, maxHits, maxHits / 2);
      const before = fields.optionalCursor('before');
      return () => search(session, request, { text, limit, before });
    },
  ],
];

/** The chat finds the room by the message. */
function change(session: RequestingSession, request: PendingRequest, target: Cursor, event: Asked): void {
  if (isOther(session, target)) session.say(request, errorPdu('bad-cursor', request.ref));
  else post(session, request, event);
}

function messageAt(session: RequestingSession, { ref }: PendingRequest, target: Cursor): Frame {
  const { chat } = session.shared;
  if (isOther(session, target)) return errorPdu('bad-cursor', ref);
  const message = chat.message(session.seat, target.seq);
  return message ? formatPdu(types.message, messagePart(message, cursorOf(session)), ref) : errorPdu('no-message', ref);
}

const cursorOf =
  ({ shared: { chat } }: RequestingSession) =>
  (seq: Seq): string =>
    formatCursor({ epoch: chat.cursor().epoch, seq });

interface SearchRequest {
  readonly text: string;
  readonly limit: number;
  readonly before: Cursor | undefined;
}

/** A PAST for each hit, then an ACK. The session's further requests wait for it. */
function search(session: RequestingSession, request: PendingRequest, { text, limit, before }: SearchRequest): void {
  const { chat } = session.shared;
  const { stream, ref } = request;
  if (isOther(session, before)) return session.say(request, errorPdu('bad-cursor', ref));
  chat.hold(session.seat);
  void chat.search(session.seat, text, { limit, below: before?.seq }).then((answer) => {
    const at = cursorOf(session);
    if (typeof answer === 'string' || 'code' in answer) session.say(request, refusedPdu(answer, ref));
    else if ('error' in answer)
      session.say(request, errorPdu('bad-search', ref, { field: 'text', sentence: answer.error }));
    else chat.say(session.seat, hitsOf(stream, answer, at, ref));
    chat.release(session.seat);
  });
}

function* hitsOf(
  stream: PendingRequest['stream'],
  { hits, more }: SearchAnswer,
  at: (seq: Seq) => string,
  ref: PendingRequest['ref'],
): Generator<Frame | undefined> {
  for (const { entry, snippet } of hits) {
    const { text, ranges } = snippet;
    const payload = eventPart(entry, at);
    if (payload) yield stream.give(formatPdu(types.past, { ...payload, snippet: { text, ranges } }, ref));
  }
  yield stream.give(formatPdu(types.ack, { more: more === undefined ? false : at(more) }, ref));
}

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
import type { Question, Talker } from './talker.ts';

/** UTF-16 units of a reaction: more than the chat allows, which judges it. */
const maxEmoji = 64;

/** What may be done with messages. */
export const messageRequests: readonly (readonly [number, Row])[] = [
  [
    types.edit,
    (fields, talker, question) => {
      const target = fields.cursor('target');
      const text = fields.text('text', maxPdu);
      if (text.trim() === '') fields.bad ??= 'text';
      return () => change(talker, question, target, { kind: 'edited', target: target.seq, text });
    },
  ],
  [
    types.remove,
    (fields, talker, question) => {
      const target = fields.cursor('target');
      const reason = fields.optionalText('reason', 2 * maxReason);
      return () => change(talker, question, target, { kind: 'redacted', target: target.seq, reason });
    },
  ],
  [
    types.react,
    (fields, talker, question) => {
      const target = fields.cursor('target');
      const emoji = fields.text('emoji', maxEmoji);
      const on = fields.optionalFlag('on', true);
      return () => change(talker, question, target, { kind: 'reacted', target: target.seq, emoji, on });
    },
  ],
  [
    types.message,
    (fields, talker, question) => {
      const target = fields.cursor('target');
      return () => talker.say(question, messageAt(talker, question, target));
    },
  ],
  [
    types.search,
    (fields, talker, question) => {
      const text = fields.text('text', maxQuery);
      const limit = fields.count('limit', 1, maxHits, maxHits / 2);
      const before = fields.optionalCursor('before');
      return () => search(talker, question, { text, limit, before });
    },
  ],
];

/** The chat finds the room by the message. */
function change(talker: Talker, question: Question, target: Cursor, event: Asked): void {
  if (isOther(talker, target)) talker.say(question, errorPdu('bad-cursor', question.ref));
  else post(talker, question, event);
}

function messageAt(talker: Talker, { ref }: Question, target: Cursor): Frame {
  const { chat } = talker.shared;
  if (isOther(talker, target)) return errorPdu('bad-cursor', ref);
  const message = chat.message(talker.seat, target.seq);
  return message ? formatPdu(types.message, messagePart(message, cursorOf(talker)), ref) : errorPdu('no-message', ref);
}

const cursorOf =
  ({ shared: { chat } }: Talker) =>
  (seq: Seq): string =>
    formatCursor({ epoch: chat.cursor().epoch, seq });

interface SearchRequest {
  readonly text: string;
  readonly limit: number;
  readonly before: Cursor | undefined;
}

/** A PAST for each hit, then an ACK. The session's further requests wait for it. */
function search(talker: Talker, question: Question, { text, limit, before }: SearchRequest): void {
  const { chat } = talker.shared;
  const { stream, ref } = question;
  if (isOther(talker, before)) return talker.say(question, errorPdu('bad-cursor', ref));
  chat.hold(talker.seat);
  void chat.search(talker.seat, text, { limit, below: before?.seq }).then((answer) => {
    const at = cursorOf(talker);
    if (typeof answer === 'string' || 'code' in answer) talker.say(question, refusedPdu(answer, ref));
    else if ('error' in answer)
      talker.say(question, errorPdu('bad-search', ref, { field: 'text', sentence: answer.error }));
    else chat.say(talker.seat, hitsOf(stream, answer, at, ref));
    chat.release(talker.seat);
  });
}

function* hitsOf(
  stream: Question['stream'],
  { hits, more }: SearchAnswer,
  at: (seq: Seq) => string,
  ref: Question['ref'],
): Generator<Frame | undefined> {
  for (const { entry, snippet } of hits) {
    const { text, ranges } = snippet;
    const payload = eventPart(entry, at);
    if (payload) yield stream.give(formatPdu(types.past, { ...payload, snippet: { text, ranges } }, ref));
  }
  yield stream.give(formatPdu(types.ack, { more: more === undefined ? false : at(more) }, ref));
}

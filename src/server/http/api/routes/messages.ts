import { z } from 'zod';
import { maxWindow } from '#chat/reading/message-window.ts';
import { messagePart } from '#dialects/web/entry-part.ts';
import { donePart } from '#dialects/web/done-part.ts';
import { usualWindow, windowPart } from '#dialects/web/window.ts';
import { doneAnswer, message, type Posted, posted, window } from '#server/http/api/answers.ts';
import type { ReadingCaller } from '#server/http/api/caller.ts';
import { type Accepted, doneOutcome, ordered, outcomeOf, speaking } from '#server/http/api/answer-parts.ts';
import { type Problem, problemOf } from '#server/http/api/problem.ts';
import { actRoute, done, type Outcome, readRoute, type Route } from '#server/http/api/route.ts';
import { anyText, name, once, place, said, seq, upto } from '#server/http/api/values.ts';
import { inPlaces } from './places.ts';
import type { Message, Window } from '#dialects/web/protocol.ts';

type MessageWindow = Window & { readonly messages: readonly Message[] };

/** Routes for messages, their changes and their reactions. */
export const messages: readonly Route[] = [
  ...inPlaces((at) => [
    readRoute({
      method: 'get',
      path: `${at.path}/messages`,
      summary: `the newest messages ${at.where}, or those before, after or around a place`,
      access: 'read',
      fields: z.strictObject({
        name: at.name,
        before: place.optional().meta({ description: 'those before this place' }),
        after: place
          .optional()
          .meta({ description: 'those after this place: the last before - 1, to go on from there' }),
        around: place.optional().meta({ description: 'those on both sides of this place' }),
        limit: upto(maxWindow).optional(),
      }),
      answer: window,
      problems: ['no-room', 'no-user', 'not-member'],
      run({ name, before, after, around, limit = usualWindow }, caller) {
        const given = [before, after, around].filter((each) => each !== undefined);
        if (given.length > 1) return onePlace;
        return windowOf(caller, name, { before, after, around, limit, withoutIgnored: true }, at.inPrivate);
      },
    }),
    actRoute({
      method: 'post',
      path: `${at.path}/messages`,
      summary: `say something ${at.where}; with the same once within a day it is said only once`,
      access: 'post',
      takesText: true,
      fields: z.strictObject({
        name: at.name,
        text: said,
        style: z.enum(['action', 'notice']).optional(),
        replyTo: seq.optional(),
        once: once.optional(),
      }),
      answer: posted,
      status: 201,
      problems: ['no-user', 'to-self', 'mailbox-full', 'no-message', ...speaking],
      async run({ name, text, style, replyTo, once }, caller) {
        const answer = await caller.act(
          { kind: 'message', text, style, replyTo },
          name,
          once === undefined ? {} : { once },
        );
        return outcomeOf(answer, name, postedPart);
      },
    }),
    actRoute({
      method: 'post',
      path: `${at.path}/typing`,
      summary: `show the account as typing ${at.where}, for 6 s; at most once in 3 s, and not in rooms of more than 100`,
      access: 'post',
      fields: z.strictObject({
        name: at.name,
        active: z.boolean().optional().meta({ description: 'false: stop showing it' }),
      }),
      problems: ['no-room', 'no-user', 'not-member', 'moderated', 'muted', 'banned'],
      run({ name, active = true }, { chat, grant, address }) {
        const refused = chat.typingFor(grant, { to: name, active, address });
        return refused === undefined ? done : problemOf(refused, name);
      },
    }),
  ]),
  readRoute({
    method: 'get',
    path: '/messages/{seq}',
    summary: 'one message as it is now',
    access: 'read',
    fields: z.strictObject({ seq: place }),
    answer: message,
    problems: ['no-message'],
    run({ seq }, { chat, reader }) {
      const now = chat.message(reader, seq);
      const answer = now && messagePart(now);
      return answer ? { answer } : problemOf('no-message');
    },
  }),
  actRoute({
    method: 'patch',
    path: '/messages/{seq}',
    summary: 'edit a message of one’s own, while that may be edited',
    access: 'post',
    fields: z.strictObject({ seq: place, text: said }),
    answer: doneAnswer,
    problems: ['no-message', 'not-yours', 'too-late', ...speaking],
    run: async ({ seq, text }, caller) => doneOutcome(await caller.act({ kind: 'edited', target: seq, text })),
  }),
  actRoute({
    method: 'delete',
    path: '/messages/{seq}',
    summary: 'remove the text of a message: one’s own, or as an operator (a bot then needs the scope moderate)',
    access: 'post',
    fields: z.strictObject({ seq: place, reason: anyText.optional() }),
    answer: doneAnswer,
    problems: ['no-message', 'not-allowed', 'not-member', 'reason-long', ...ordered],
    run: async ({ seq, reason }, caller) => doneOutcome(await caller.act({ kind: 'redacted', target: seq, reason })),
  }),
  ...([true, false] as const).map((on) =>
    actRoute({
      method: on ? 'put' : 'delete',
      path: '/messages/{seq}/reactions/{emoji}',
      summary: on ? 'react to a message' : 'take a reaction back',
      access: 'post',
      fields: z.strictObject({ seq: place, emoji: name }),
      answer: doneAnswer,
      problems: ['no-message', 'reaction-invalid', 'too-many-reactions', ...speaking],
      run: async ({ seq, emoji }, caller) => doneOutcome(await caller.act({ kind: 'reacted', target: seq, emoji, on })),
    }),
  ),
];

const onePlace: Problem = {
  ...problemOf('bad-field'),
  detail: 'Name one of before, after and around.',
  field: 'around',
};

/** Two users without a conversation have an empty room. */
function windowOf(
  { chat, reader }: ReadingCaller,
  name: string,
  asked: Parameters<typeof windowPart>[2],
  inPrivate: boolean,
): Outcome<MessageWindow> {
  const found = windowPart({ chat, seat: reader }, name, asked);
  if (typeof found !== 'string') return { answer: { ...found, messages: found.messages.filter(isMessage) } };
  if (!inPrivate || found !== 'no-room') return problemOf(found, name);
  if (chat.unreadOf(reader, name) === 'no-user') return problemOf('no-user', name);
  const room = { id: 0, name };
  return { answer: { room, messages: [], earlier: false, later: false, after: 0, before: chat.cursor().seq + 1 } };
}

const isMessage = (shown: Window['messages'][number]): shown is Message => shown.kind === 'message';

function postedPart(done: Accepted): Posted {
  return {
    ...donePart(done),
    ...(done.kind === 'again' && { again: true }),
    ...(done.kind === 'entry' && done.waits && { waits: true }),
    ...(done.kind === 'entry' && done.away !== undefined && { away: done.away }),
  };
}

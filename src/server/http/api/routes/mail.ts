import { z } from 'zod';
import { maxWindow } from '#chat/reading/message-window.ts';
import { messagePart } from '#dialects/web/entry-part.ts';
import { usualWindow } from '#dialects/web/window.ts';
import { id, list, message } from '#server/http/api/answers.ts';
import { found, ordered } from '#server/http/api/answer-parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { actRoute, done, readRoute, type Route } from '#server/http/api/route.ts';
import { place, seq, upto } from '#server/http/api/values.ts';

/** Private messages, for programs that store how far they have read. */
export const mail: readonly Route[] = [
  readRoute({
    method: 'get',
    path: '/mail',
    summary: 'private messages to the account after a place, the oldest first; they wait for its sessions all the same',
    access: 'read',
    fields: z.strictObject({
      after: place.optional().meta({ description: 'without it: those that no session of the account was given' }),
      limit: upto(maxWindow).optional(),
    }),
    answer: z.strictObject({
      messages: list(message),
      next: id.meta({ description: 'the after of the next request' }),
      more: z.boolean().meta({ description: 'ask again at once' }),
    }),
    problems: ['cursor-invalid'],
    run({ after, limit = usualWindow }, { chat, reader }) {
      return found(chat.privateMessages(reader, { after, limit }), undefined, ({ messages, upto, more }) => {
        const now = messages.flatMap(({ seq }) => chat.message(reader, seq) ?? []);
        return { messages: now.flatMap((each) => messagePart(each) ?? []), next: upto, more };
      });
    },
  }),
  actRoute({
    method: 'post',
    path: '/mail',
    summary:
      'mark the private messages up to a place as received: they no longer wait for sessions of the account. Its mailbox holds 1000',
    access: 'mark',
    fields: z.strictObject({ upto: seq }),
    problems: ['cursor-invalid', ...ordered],
    async run({ upto }, { act }) {
      const answer = await act({ kind: 'delivered', upto });
      return answer.kind === 'refusal' ? problemOf(answer) : done;
    },
  }),
];

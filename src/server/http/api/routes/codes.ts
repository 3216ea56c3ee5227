import { z } from 'zod';
import { askOnce } from '#server/http/api/ask-once.ts';
import { ordered } from '#server/http/api/answer-parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { done, openRoute, type Route } from '#server/http/api/route.ts';
import { code, name, password } from '#server/http/api/values.ts';

/** Routes for people who have a code and no account. */
export const codes: readonly Route[] = [
  openRoute({
    method: 'post',
    path: '/owner',
    summary: 'make the account of the first owner, by the code that the server printed at its start',
    access: 'anyone',
    fields: z.strictObject({ token: code, name, password }),
    problems: ['token-invalid', 'name-invalid', 'name-reserved', 'name-taken', 'password-invalid', ...ordered],
    async run({ token, name, password }, { chat, rules, address, gone }) {
      const asker = { rules, address, gone };
      const answer = await askOnce(chat, asker, (seat, give) => chat.claim(seat, token, name, password, give));
      return answer.kind === 'refusal' ? problemOf(answer, name) : done;
    },
  }),
  openRoute({
    method: 'post',
    path: '/reset',
    summary: 'set a new password, with a code that an operator made',
    access: 'anyone',
    fields: z.strictObject({ token: code, password }),
    problems: ['token-invalid', 'password-invalid', ...ordered],
    async run({ token, password }, { chat, rules, address, gone }) {
      const asker = { rules, address, gone };
      const answer = await askOnce(chat, asker, (seat, give) => chat.reset(seat, token, password, give));
      return answer.kind === 'refusal' ? problemOf(answer) : done;
    },
  }),
];

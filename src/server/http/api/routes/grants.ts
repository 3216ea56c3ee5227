import { z } from 'zod';
import type { Grant, GrantPurpose } from '#chat/rights/grant.ts';
import { bot, device, freshCode, list } from '#server/http/api/answers.ts';
import { noCookie, type ReadingCaller } from '#server/http/api/caller.ts';
import { botOf, deviceOf, ordered } from '#server/http/api/answer-parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { done, type Outcome, readRoute, type Route } from '#server/http/api/route.ts';
import { label, none, place, scopes, seconds } from '#server/http/api/values.ts';

const oneOf = z.strictObject({ id: place });

/** Routes for the devices and the bots of an account. */
export const grants: readonly Route[] = [
  readRoute({
    method: 'get',
    path: '/devices',
    summary: 'where the account is logged in',
    access: 'device',
    fields: none,
    answer: z.strictObject({ devices: list(device) }),
    problems: [],
    run: (_fields, caller) => ({
      answer: { devices: own(caller, 'device').map((each) => deviceOf(each, caller.grant)) },
    }),
  }),
  readRoute({
    method: 'delete',
    path: '/devices/{id}',
    summary: 'log out one device',
    access: 'device',
    fields: oneOf,
    problems: ['no-grant', ...ordered],
    run: ({ id }, caller) => revoke(caller, id, 'device'),
  }),
  readRoute({
    method: 'delete',
    path: '/devices',
    summary: 'log out everywhere: all devices and all sessions of the account end',
    access: 'device',
    fields: none,
    problems: [...ordered],
    async run(_fields, caller) {
      const answer = await caller.act({ kind: 'loggedOut' });
      return answer.kind === 'refusal' ? problemOf(answer) : { ...done, cookie: noCookie(caller) };
    },
  }),
  readRoute({
    method: 'get',
    path: '/bots',
    summary: 'the bots of the account',
    access: 'device',
    fields: none,
    answer: z.strictObject({ bots: list(bot) }),
    problems: [],
    run: (_fields, caller) => ({ answer: { bots: own(caller, 'bot').map(botOf) } }),
  }),
  readRoute({
    method: 'post',
    path: '/bots',
    summary:
      'make a bot: a code with which a program acts for the account, within its scopes; without seconds it does not end',
    access: 'device',
    fields: z.strictObject({ label, scopes, seconds: seconds.optional() }),
    answer: z.strictObject({ code: freshCode, bot }),
    status: 201,
    problems: ['label-invalid', 'too-many-grants', ...ordered],
    async run({ label, scopes, seconds }, caller) {
      const { code, hash } = caller.chat.newCode();
      const until = seconds === undefined ? undefined : caller.chat.clock.now() + seconds * 1000;
      const answer = await caller.act({ kind: 'tokenMade', purpose: 'bot', hash, uses: 1, scopes, label, until });
      if (answer.kind === 'refusal') return problemOf(answer);
      const made = answer.kind === 'entry' ? own(caller, 'bot').find(({ id }) => id === answer.entry.seq) : undefined;
      return made ? { answer: { code, bot: botOf(made) } } : problemOf('internal');
    },
  }),
  readRoute({
    method: 'delete',
    path: '/bots/{id}',
    summary: 'end a bot: its code is invalid from then on',
    access: 'device',
    fields: oneOf,
    problems: ['no-grant', ...ordered],
    run: ({ id }, caller) => revoke(caller, id, 'bot'),
  }),
];

const own = ({ chat, reader }: ReadingCaller, purpose: GrantPurpose): readonly Grant[] =>
  chat.grants(reader).filter((grant) => grant.purpose === purpose);

/** The id may belong to another account: then nothing is disclosed. */
async function revoke(caller: ReadingCaller, id: number, purpose: GrantPurpose): Promise<Outcome<undefined>> {
  if (!own(caller, purpose).some((each) => each.id === id)) return problemOf('no-grant');
  const answer = await caller.act({ kind: 'tokenRevoked', token: id });
  if (answer.kind === 'refusal') return problemOf(answer);
  return id === caller.grant.id ? { ...done, cookie: noCookie(caller) } : done;
}

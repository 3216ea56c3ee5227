import { z } from 'zod';
import { userPart } from '#dialects/web/entry-part.ts';
import type { User } from '#dialects/web/protocol.ts';
import { doneAnswer, id, list, userRef } from '#server/http/api/answers.ts';
import { doneOutcome, ordered } from '#server/http/api/answer-parts.ts';
import { readRoute, type Route } from '#server/http/api/route.ts';
import { name, none } from '#server/http/api/values.ts';
import { inPlaces } from './places.ts';

/** Users in one answer. */
const maxUsers = 1000;

interface Online extends User {
  readonly away?: string;
  readonly idle?: true;
}

const online: z.ZodType<Online> = z
  .strictObject({
    id,
    name: z.string(),
    account: z.boolean(),
    away: z.string().exactOptional(),
    idle: z.literal(true).exactOptional(),
  })
  .meta({ id: 'Online', description: 'away: the text it has left; idle: nothing is done at its sessions' });

/** Routes for present users, and for the personal settings of an account. */
export const personal: readonly Route[] = [
  readRoute({
    method: 'get',
    path: '/users',
    summary: 'who is present, at most 1000',
    access: 'read',
    fields: none,
    answer: z.strictObject({ users: list(online) }),
    problems: [],
    run: (_fields, { chat, reader }) => ({
      answer: {
        users: chat.online(maxUsers, reader).map(({ away, idle, ...user }) => ({
          ...userPart(user),
          ...(away !== undefined && { away }),
          ...(idle && { idle }),
        })),
      },
    }),
  }),
  ...inPlaces((at) => [
    readRoute({
      method: 'put',
      path: `${at.path}/level`,
      summary: `what counts as new of what is said ${at.where}, for other clients of the account`,
      access: 'device',
      fields: z.strictObject({ name: at.name, level: z.enum(['all', 'mentions', 'nothing']) }),
      answer: doneAnswer,
      problems: ['no-room', 'no-user', 'not-member', ...ordered],
      run: async ({ name, level }, { act }) => doneOutcome(await act({ kind: 'level', level }, name), name),
    }),
  ]),
  readRoute({
    method: 'get',
    path: '/ignored',
    summary: 'whom the account ignores',
    access: 'device',
    fields: none,
    answer: z.strictObject({ users: list(userRef) }),
    problems: [],
    run: (_fields, { chat, reader }) => ({
      answer: { users: chat.ignored(reader).map(({ id, name }) => ({ id, name })) },
    }),
  }),
  ...([true, false] as const).map((on) =>
    readRoute({
      method: on ? 'put' : 'delete',
      path: '/ignored/{user}',
      summary: on ? 'ignore a user: what it says is not shown to the account' : 'stop ignoring a user',
      access: 'device',
      fields: z.strictObject({ user: name }),
      answer: doneAnswer,
      problems: ['no-user', 'ignores-self', 'too-many-ignored', ...ordered],
      async run({ user }, { act }) {
        return doneOutcome(await act({ kind: 'ignored', name: user, on }), user);
      },
    }),
  ),
];

import { z } from 'zod';
import { isRoomSetting } from '#chat/settings/room-settings.ts';
import { doneAnswer } from '#server/http/api/answers.ts';
import { doneOutcome, ordered } from '#server/http/api/answer-parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { actRoute, type Route } from '#server/http/api/route.ts';
import { anyText, channel, name } from '#server/http/api/values.ts';

const inRoom = ['no-room', 'not-member', 'not-allowed', ...ordered] as const;

/** Routes for operators and owners of a room. */
export const roomAdministration: readonly Route[] = [
  actRoute({
    method: 'put',
    path: '/rooms/{name}/roles/{user}',
    summary: 'give a member another role',
    access: 'moderate',
    fields: z.strictObject({ name: channel, user: name, role: z.enum(['member', 'voice', 'operator', 'owner']) }),
    answer: doneAnswer,
    problems: ['no-user', 'user-not-here', 'last-owner', ...inRoom],
    run: async ({ name, user, role }, { act }) =>
      doneOutcome(await act({ kind: 'role', user, role }, name), { room: name, other: user }),
  }),
  actRoute({
    method: 'put',
    path: '/rooms/{name}/settings/{setting}',
    summary: 'change a setting of a room; empty: its default',
    access: 'moderate',
    fields: z.strictObject({ name: channel, setting: name, value: anyText }),
    answer: doneAnswer,
    problems: ['setting-invalid', ...inRoom],
    async run({ name, setting, value }, { act }) {
      if (!isRoomSetting(setting)) return problemOf('setting-invalid');
      return doneOutcome(await act({ kind: 'set', name: setting, value }, name), name);
    },
  }),
  actRoute({
    method: 'post',
    path: '/rooms/{name}/kicks',
    summary: 'remove a member from a room',
    access: 'moderate',
    fields: z.strictObject({ name: channel, user: name, reason: anyText.optional() }),
    answer: doneAnswer,
    problems: ['no-user', 'user-not-here', 'reason-long', ...inRoom],
    run: async ({ name, user, reason }, { act }) =>
      doneOutcome(await act({ kind: 'kicked', user, reason }, name), { room: name, other: user }),
  }),
  actRoute({
    method: 'post',
    path: '/rooms/{name}/invited',
    summary: 'invite a user, who may then join an invite-only room',
    access: 'rooms',
    fields: z.strictObject({ name: channel, user: name }),
    answer: doneAnswer,
    problems: ['no-user', 'user-banned', 'list-full', 'muted', 'banned', ...inRoom],
    run: async ({ name, user }, { act }) =>
      doneOutcome(await act({ kind: 'invited', user }, name), { room: name, other: user }),
  }),
  actRoute({
    method: 'put',
    path: '/rooms/{name}/name',
    summary: 'give a room another name',
    access: 'moderate',
    fields: z.strictObject({ name: channel, to: channel }),
    answer: doneAnswer,
    problems: ['room-invalid', 'name-reserved', 'name-taken', 'muted', 'banned', ...inRoom],
    run: async ({ name, to }, { act }) =>
      doneOutcome(await act({ kind: 'roomNamed', name: to }, name), { room: name, other: to }),
  }),
  actRoute({
    method: 'delete',
    path: '/rooms/{name}',
    summary: 'close a room: nobody is a member of it any more',
    access: 'moderate',
    fields: z.strictObject({ name: channel, reason: anyText.optional() }),
    answer: doneAnswer,
    problems: ['reason-long', ...inRoom],
    run: async ({ name, reason }, { act }) => doneOutcome(await act({ kind: 'closed', reason }, name), name),
  }),
  actRoute({
    method: 'post',
    path: '/kicks',
    summary: 'remove a present user from the server',
    access: 'moderate',
    fields: z.strictObject({ user: name, reason: anyText.optional() }),
    answer: doneAnswer,
    problems: ['no-user', 'user-not-here', 'not-allowed', 'reason-long', ...ordered],
    run: async ({ user, reason }, { act }) => doneOutcome(await act({ kind: 'kicked', user, reason }), user),
  }),
];

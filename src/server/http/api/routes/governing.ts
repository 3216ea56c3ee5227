import { z } from 'zod';
import { listNames } from '#chat/lists.ts';
import { isRoomSetting } from '#chat/room-settings.ts';
import type { Mask } from '#dialects/web/protocol.ts';
import { refPart } from '#dialects/web/entry-part.ts';
import { doneAnswer, list, millis, userRef } from '#server/http/api/answers.ts';
import { doneOutcome, found, ordered } from '#server/http/api/parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { actRoute, readRoute, type Route } from '#server/http/api/route.ts';
import { anyText, channel, name, seconds } from '#server/http/api/values.ts';

const listName = z.enum(listNames);
const inRoom = ['no-room', 'not-member', 'not-allowed', ...ordered] as const;

const mask: z.ZodType<Mask> = z
  .strictObject({ mask: z.string(), by: userRef, at: millis, until: millis, reason: z.string().exactOptional() })
  .meta({ id: 'Mask' });

/** The rights of operators and owners in a room. */
export const governing: readonly Route[] = [
  actRoute({
    method: 'put',
    path: '/rooms/{name}/roles/{user}',
    summary: 'give a member another role',
    access: 'moderate',
    fields: z.strictObject({ name: channel, user: name, role: z.enum(['member', 'voice', 'operator', 'owner']) }),
    answer: doneAnswer,
    problems: ['no-user', 'user-not-here', 'last-owner', ...inRoom],
    run: async ({ name, user, role }, { act }) => doneOutcome(await act({ kind: 'role', user, role }, name), name),
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
    summary: 'put a member out of a room',
    access: 'moderate',
    fields: z.strictObject({ name: channel, user: name, reason: anyText.optional() }),
    answer: doneAnswer,
    problems: ['no-user', 'user-not-here', 'reason-long', ...inRoom],
    run: async ({ name, user, reason }, { act }) =>
      doneOutcome(await act({ kind: 'kicked', user, reason }, name), name),
  }),
  readRoute({
    method: 'get',
    path: '/rooms/{name}/lists/{list}',
    summary: 'the bans, mutes, exceptions or invitations of a room (a bot needs the scope moderate, too)',
    access: 'read',
    fields: z.strictObject({ name: channel, list: listName }),
    answer: z.strictObject({ masks: list(mask) }),
    problems: ['no-room', 'not-member', 'not-allowed'],
    run: ({ name, list }, { chat, reader }) =>
      found(chat.lists(reader, list, name), name, (rows) => ({
        masks: rows.map(({ mask, hash, by, at, until, reason }) => ({
          mask: hash === undefined ? mask : `address:${hash}`,
          by: refPart(by),
          at,
          until,
          ...(reason !== '' && { reason }),
        })),
      })),
  }),
  actRoute({
    method: 'put',
    path: '/rooms/{name}/lists/{list}/{mask}',
    summary: 'ban or mute a mask in a room, or except or invite it; with kick those who are hit by a ban go',
    access: 'moderate',
    fields: z.strictObject({
      name: channel,
      list: listName,
      mask: name,
      seconds: seconds.optional(),
      reason: anyText.optional(),
      kick: z.boolean().optional(),
    }),
    answer: doneAnswer,
    problems: ['mask-invalid', 'no-user', 'no-address', 'list-full', 'too-many-hit', 'reason-long', ...inRoom],
    async run({ name, list, mask, seconds, reason, kick = false }, { act, chat }) {
      const until = seconds === undefined ? undefined : chat.clock.now() + seconds * 1000;
      const asked = { kind: 'listed', list, mask, until, reason, ...(kick && { kick }) } as const;
      return doneOutcome(await act(asked, name), mask);
    },
  }),
  actRoute({
    method: 'delete',
    path: '/rooms/{name}/lists/{list}/{mask}',
    summary: 'take a mask off a list of a room',
    access: 'moderate',
    fields: z.strictObject({ name: channel, list: listName, mask: name }),
    answer: doneAnswer,
    problems: ['not-listed', 'mask-invalid', ...inRoom],
    run: async ({ name, list, mask }, { act }) => doneOutcome(await act({ kind: 'unlisted', list, mask }, name), mask),
  }),
];

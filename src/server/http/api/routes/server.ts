import { z } from 'zod';
import { type ChatSettingName, chatSettingNames, type ChatSettingShown } from '#chat/settings/chat-settings.ts';
import { auditRow } from '#dialects/web/audit-row.ts';
import type { AuditRow } from '#dialects/web/protocol.ts';
import { doneAnswer, id, list, millis, roomRef, user } from '#server/http/api/answers.ts';
import { doneOutcome, found, ordered } from '#server/http/api/answer-parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { type Outcome, readRoute, type Route } from '#server/http/api/route.ts';
import { anyText, name, none, place, upto } from '#server/http/api/values.ts';

/** Rows of the audit in one answer: the most, and the default. */
const [maxRows, usualRows] = [200, 50];

type Setting = Omit<ChatSettingShown, 'name'> & { readonly name: string };

const setting: z.ZodType<Setting> = z
  .strictObject({
    name: z.string(),
    value: z.string(),
    isSet: z.boolean(),
    usual: z.string(),
    values: z.string(),
    about: z.string(),
  })
  .meta({ id: 'Setting', description: 'value: in force; usual: the default; values, about: for people' });

const row: z.ZodType<AuditRow> = z
  .strictObject({
    seq: id,
    at: millis,
    from: user,
    room: roomRef.exactOptional(),
    kind: z.string(),
    text: z.string(),
    fields: z.record(z.string(), z.unknown()),
  })
  .meta({
    id: 'AuditRow',
    description: 'who used a right; text: a sentence that says it; fields: those of the event, by its kind',
  });

/** Routes for operators and owners of the server. */
export const server: readonly Route[] = [
  readRoute({
    method: 'get',
    path: '/settings',
    summary: 'the settings of the whole chat, for operators and owners of the server',
    access: 'device',
    fields: none,
    answer: z.strictObject({ settings: list(setting) }),
    problems: ['not-allowed'],
    run: (_fields, { chat, reader }): Outcome<{ settings: readonly Setting[] }> =>
      chat.serverRole(reader) === undefined
        ? problemOf('not-allowed')
        : { answer: { settings: chat.settings().map((each) => ({ ...each })) } },
  }),
  readRoute({
    method: 'put',
    path: '/settings/{name}',
    summary:
      'change a setting, as an owner of the server; empty: the default; with was: unless another value is in force',
    access: 'device',
    fields: z.strictObject({ name, value: anyText, was: anyText.optional() }),
    answer: doneAnswer,
    problems: ['not-allowed', 'setting-invalid', 'setting-changed', ...ordered],
    async run({ name: written, value, was }, { act }) {
      const name = chatSettingNames.find((each): each is ChatSettingName => each === written);
      if (name === undefined) return problemOf('setting-invalid');
      return doneOutcome(await act({ kind: 'setting', name, value, was }));
    },
  }),
  readRoute({
    method: 'put',
    path: '/roles/{user}',
    summary: 'what an account may do in all rooms, as an owner of the server',
    access: 'device',
    fields: z.strictObject({ user: name, role: z.enum(['none', 'operator', 'owner']) }),
    answer: doneAnswer,
    problems: ['not-allowed', 'no-user', 'last-owner', ...ordered],
    run: async ({ user, role }, { act }) => doneOutcome(await act({ kind: 'serverRole', user, role }), user),
  }),
  readRoute({
    method: 'get',
    path: '/audit',
    summary: 'who used a right, over whom or what: the newest, or those before a place; for owners of the server',
    access: 'device',
    fields: z.strictObject({ before: place.optional(), limit: upto(maxRows).optional() }),
    answer: z.strictObject({ rows: list(row), next: id.exactOptional() }),
    problems: ['not-allowed'],
    run({ before = Infinity, limit = usualRows }, { chat, reader }) {
      const range = { after: 0, before, limit, first: false };
      return found(chat.audit(reader, range), undefined, (entries) => {
        const rows = entries.map(auditRow);
        const first = rows[0]?.seq;
        return { rows, ...(first !== undefined && rows.length === limit && { next: first }) };
      });
    },
  }),
];

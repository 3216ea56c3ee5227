import { z } from 'zod';
import type { HourlyCounts } from '#chat/hourly-counts.ts';
import { donePart } from '#dialects/web/done-part.ts';
import { freshCode, list, posted, webhook } from '#server/http/api/answers.ts';
import { found, ordered, outcomeOf, speaking, webhookOf } from '#server/http/api/answer-parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { done, openRoute, readRoute, type Route } from '#server/http/api/route.ts';
import { channel, code, label, place, said } from '#server/http/api/values.ts';

/** Routes for webhooks, with which other programs send messages to one room. `hourly`: counts the messages of each. */
export const webhooks = (hourly: HourlyCounts): readonly Route[] => [
  readRoute({
    method: 'get',
    path: '/rooms/{name}/webhooks',
    summary: 'the webhooks of a room',
    access: 'device',
    fields: z.strictObject({ name: channel }),
    answer: z.strictObject({ webhooks: list(webhook) }),
    problems: ['no-room', 'not-member', 'not-allowed'],
    run: ({ name }, { chat, reader }) =>
      found(chat.webhooks(reader, name), name, (grants) => ({ webhooks: grants.map(webhookOf) })),
  }),
  readRoute({
    method: 'post',
    path: '/rooms/{name}/webhooks',
    summary: 'make a webhook: what is sent to its path is sent to the room, in the name of its maker',
    access: 'device',
    fields: z.strictObject({ name: channel, label }),
    answer: z.strictObject({ code: freshCode, path: z.string(), webhook }),
    status: 201,
    problems: ['no-room', 'not-member', 'not-allowed', 'label-invalid', 'too-many-grants', ...ordered],
    async run({ name, label }, { chat, reader, act }) {
      const { code, hash } = chat.newCode();
      const answer = await act({ kind: 'tokenMade', purpose: 'webhook', hash, uses: 1, label }, name);
      if (answer.kind === 'refusal') return problemOf(answer, name);
      const grants = chat.webhooks(reader, name);
      if (typeof grants === 'string' || answer.kind !== 'entry') return problemOf('internal');
      const made = grants.find(({ id }) => id === answer.entry.seq);
      if (!made) return problemOf('internal');
      return { answer: { code, path: `/api/v1/hooks/${code}`, webhook: webhookOf(made) } };
    },
  }),
  readRoute({
    method: 'delete',
    path: '/rooms/{name}/webhooks/{id}',
    summary: 'end a webhook',
    access: 'device',
    fields: z.strictObject({ name: channel, id: place }),
    problems: ['no-room', 'not-member', 'not-allowed', 'no-grant', ...ordered],
    async run({ name, id }, { chat, reader, act }) {
      const grants = chat.webhooks(reader, name);
      if (typeof grants === 'string') return problemOf(grants, name);
      if (!grants.some((each) => each.id === id)) return problemOf('no-grant');
      const answer = await act({ kind: 'tokenRevoked', token: id });
      return answer.kind === 'refusal' ? problemOf(answer, name) : done;
    },
  }),
  openRoute({
    method: 'post',
    path: '/hooks/{code}',
    summary: 'say something in the room of a webhook: {"text": …}, or text/plain; other fields are ignored',
    access: 'code',
    takesText: true,
    fields: z.object({ code, text: said }),
    answer: posted,
    status: 201,
    problems: ['grant-invalid', ...speaking],
    async run({ code, text }, { chat, address }) {
      const grant = chat.grant(code);
      if (grant?.purpose !== 'webhook' || !grant.room) return problemOf('grant-invalid');
      const [key, now] = [String(grant.id), chat.clock.elapsed()];
      if (hourly.isFull(key, now)) return problemOf('quota-used');
      hourly.add(key, now);
      const { name } = grant.room;
      const answer = await chat.act(grant, { event: { kind: 'message', text }, room: name, address });
      return outcomeOf(answer, name, donePart);
    },
  }),
];

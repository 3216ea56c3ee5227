import { z } from 'zod';
import { listedPart, memberPart, roomPart, seenRef } from '#dialects/web/room-part.ts';
import { doneAnswer, roomRef as roomRefAnswer } from '#server/http/api/answers.ts';
import type { ReadingCaller } from '#server/http/api/caller.ts';
import { doneOutcome, found, ordered } from '#server/http/api/answer-parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { joinedRooms } from '#server/http/api/joined-rooms.ts';
import { type MemberPage, memberPage, roomNow, type RoomPage, roomPage } from '#server/http/api/room-answers.ts';
import { actRoute, type Outcome, readRoute, type Route } from '#server/http/api/route.ts';
import { anyText, channel, code, place, seq, upto } from '#server/http/api/values.ts';
import { inPlaces } from './places.ts';

/** Rooms and members in one answer: the most, and the default. */
const [maxRooms, usualRooms] = [100, 50];
const [maxMembers, usualMembers] = [500, 100];

/** Routes for the rooms of an account, their members, and read positions. */
export const rooms: readonly Route[] = [
  readRoute({
    method: 'get',
    path: '/rooms',
    summary: 'the rooms of the account, channels and private ones, with what is unread; with all=1 all channels',
    access: 'read',
    fields: z.strictObject({
      all: z.enum(['1']).optional(),
      after: place.optional(),
      limit: upto(maxRooms).optional(),
    }),
    answer: roomPage,
    problems: [],
    run: async ({ all, after = 0, limit = usualRooms }, caller) => ({
      answer: all ? listed(caller, after, limit) : await joinedRooms(caller, after, limit),
    }),
  }),
  ...inPlaces((at) => [
    readRoute({
      method: 'get',
      path: at.path,
      summary: `what there is to know of what is said ${at.where}`,
      access: 'read',
      fields: z.strictObject({ name: at.name }),
      answer: roomNow,
      problems: ['no-room', 'no-user', 'not-member'],
      run: ({ name }, { chat, reader }) => found(roomPart({ chat, seat: reader }, name), name, (room) => room),
    }),
    readRoute({
      method: 'post',
      path: `${at.path}/read`,
      summary: `what is said ${at.where} is read up to a place; with back, what comes after it is unread`,
      access: 'read',
      alsoNeeds: 'mark',
      fields: z.strictObject({ name: at.name, upto: seq, back: z.boolean().optional() }),
      answer: z.strictObject({ room: roomRefAnswer, unread: z.int(), mentions: z.int() }),
      problems: ['no-room', 'no-user', 'not-member', 'cursor-invalid', ...ordered],
      async run({ name, upto, back = false }, { act, chat, reader }) {
        const answer = await act({ kind: 'read', upto, ...(back && { back }) }, name);
        if (answer.kind === 'refusal') return problemOf(answer, name);
        return found(chat.unreadOf(reader, name), name, ({ room: { id, name }, unread, mentions }) => ({
          room: { id, name },
          unread,
          mentions,
        }));
      },
    }),
  ]),
  readRoute({
    method: 'get',
    path: '/rooms/{name}/members',
    summary: 'who is a member of a room',
    access: 'read',
    fields: z.strictObject({ name: channel, after: place.optional(), limit: upto(maxMembers).optional() }),
    answer: memberPage,
    problems: ['no-room'],
    run: ({ name, after = 0, limit = usualMembers }, caller) => membersOf(caller, name, after, limit),
  }),
  actRoute({
    method: 'post',
    path: '/rooms/{name}/membership',
    summary: 'join a room, with its key or an invitation code where it has one; makes the room if there is none',
    access: 'rooms',
    fields: z.strictObject({ name: channel, key: code.optional(), code: code.optional() }),
    answer: doneAnswer,
    problems: [
      'room-invalid',
      'no-room',
      'too-many-rooms',
      'invite-only',
      'wrong-key',
      'room-full',
      'banned',
      'not-allowed',
      ...ordered,
    ],
    async run({ name, key, code }, caller) {
      const secret = key ?? code;
      return doneOutcome(await caller.act({ kind: 'joined' }, name, secret === undefined ? {} : { secret }), name);
    },
  }),
  actRoute({
    method: 'delete',
    path: '/rooms/{name}/membership',
    summary: 'leave a room',
    access: 'rooms',
    fields: z.strictObject({ name: channel, reason: anyText.optional() }),
    answer: doneAnswer,
    problems: ['no-room', 'not-member', 'reason-long', ...ordered],
    run: async ({ name, reason }, caller) => doneOutcome(await caller.act({ kind: 'left', reason }, name), name),
  }),
  actRoute({
    method: 'put',
    path: '/rooms/{name}/topic',
    summary: 'set the topic of a room; empty: it has none',
    access: 'rooms',
    fields: z.strictObject({ name: channel, text: anyText }),
    answer: doneAnswer,
    problems: ['no-room', 'not-member', 'not-allowed', 'topic-long', 'moderated', 'muted', 'banned', ...ordered],
    run: async ({ name, text }, caller) => doneOutcome(await caller.act({ kind: 'topic', text }, name), name),
  }),
];

function listed({ chat, reader }: ReadingCaller, after: number, limit: number): RoomPage {
  const own = new Set(chat.memberships(reader).map(({ id }) => id));
  const { items, next } = chat.rooms(reader, after, limit);
  const rooms = items.map((item) => listedPart({ chat, seat: reader }, item, own));
  return { rooms, ...(next !== undefined && { next }) };
}

function membersOf({ chat, reader }: ReadingCaller, name: string, after: number, limit: number): Outcome<MemberPage> {
  const page = chat.members(reader, name, after, limit);
  if (!page) return problemOf('no-room', name);
  const { items, next } = page;
  const members = items.map(memberPart);
  return { answer: { room: seenRef({ chat, seat: reader }, name), members, ...(next !== undefined && { next }) } };
}

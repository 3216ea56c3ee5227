import { z } from 'zod';
import type { TokenRow } from '#chat/rights/token.ts';
import { roomRef as refOf } from '#dialects/web/room-part.ts';
import type { RoomRef } from '#dialects/web/protocol.ts';
import { freshCode, id, list, millis, roomRef } from '#server/http/api/answers.ts';
import type { ReadingCaller } from '#server/http/api/caller.ts';
import { ordered } from '#server/http/api/answer-parts.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { done, type Outcome, readRoute, type Route } from '#server/http/api/route.ts';
import { channel, place, seconds, uses } from '#server/http/api/values.ts';

/** The default number of uses of an invitation, and the default time in seconds. */
const [usualUses, usualSeconds] = [1, 7 * 24 * 3600];
/** Codes examined for one answer. */
const most = 200;

interface Invitation {
  readonly id: number;
  readonly room?: RoomRef;
  readonly until: number;
  readonly uses: number;
}

const invitation: z.ZodType<Invitation> = z
  .strictObject({ id, room: roomRef.exactOptional(), until: millis, uses: id })
  .meta({
    id: 'Invitation',
    description: 'to a room, or without one to register; uses: how often it can still be used',
  });

/** Routes for invitations by code. */
export const invitations: readonly Route[] = [
  readRoute({
    method: 'get',
    path: '/invitations',
    summary: 'the invitations that one may revoke: to a room, or without one to register',
    access: 'device',
    fields: z.strictObject({ room: channel.optional(), after: place.optional() }),
    answer: z.strictObject({
      invitations: list(invitation),
      next: id.meta({ description: 'the next after; missing at the end' }).exactOptional(),
    }),
    problems: ['no-room'],
    run({ room, after = 0 }, caller): Outcome<{ invitations: readonly Invitation[]; next?: number }> {
      const to = roomOf(caller, room);
      if (to?.id === 0) return problemOf('no-room', room);
      const purpose = to ? 'invite-room' : 'invite-server';
      const page = caller.chat.tokens(caller.reader, after, most);
      const rows = page.filter((row) => row.purpose === purpose && row.room === (to?.id ?? 0));
      const invitations = rows.map(({ id, until, uses }) => ({ id, until, uses, ...(to && { room: to }) }));
      const last = page.at(-1);
      return { answer: { invitations, ...(page.length === most && last && { next: last.id }) } };
    },
  }),
  readRoute({
    method: 'post',
    path: '/invitations',
    summary: 'make an invitation: to a room, or without one to register; without more, for one use within 7 days',
    access: 'device',
    fields: z.strictObject({ room: channel.optional(), uses: uses.optional(), seconds: seconds.optional() }),
    answer: z.strictObject({ code: freshCode, invitation }),
    status: 201,
    problems: ['no-room', 'not-member', 'not-allowed', 'too-many-tokens', ...ordered],
    async run({ room, uses = usualUses, seconds = usualSeconds }, caller) {
      const { chat, act } = caller;
      const { code, hash } = chat.newCode();
      const until = chat.clock.now() + seconds * 1000;
      const purpose = room === undefined ? 'invite-server' : 'invite-room';
      const answer = await act({ kind: 'tokenMade', purpose, hash, uses, until }, room);
      if (answer.kind === 'refusal') return problemOf(answer, room);
      if (answer.kind !== 'entry') return problemOf('internal');
      const to = roomOf(caller, room);
      return { answer: { code, invitation: { id: answer.entry.seq, until, uses, ...(to && { room: to }) } } };
    },
  }),
  readRoute({
    method: 'delete',
    path: '/invitations/{id}',
    summary: 'revoke an invitation',
    access: 'device',
    fields: z.strictObject({ id: place }),
    problems: ['no-grant', 'not-allowed', ...ordered],
    async run({ id }, caller) {
      const [found] = caller.chat.tokens(caller.reader, id - 1, 1);
      if (found?.id !== id || !isInvitation(found)) return problemOf('no-grant');
      const answer = await caller.act({ kind: 'tokenRevoked', token: id });
      return answer.kind === 'refusal' ? problemOf(answer) : done;
    },
  }),
];

const isInvitation = ({ purpose }: TokenRow): boolean => purpose === 'invite-room' || purpose === 'invite-server';

const roomOf = ({ chat, reader }: ReadingCaller, room: string | undefined): RoomRef | undefined =>
  room === undefined ? undefined : refOf({ chat, seat: reader }, room);

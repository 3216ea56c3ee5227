import { z } from 'zod';
import type { ListedRoom, Member, MessageHead, Role, Room, RoomRef, RoomSettings } from '#dialects/web/protocol.ts';
import { id, millis, roomRef, user } from './answers.ts';

const role: z.ZodType<Role> = z.enum(['member', 'voice', 'operator', 'owner']);
const yes = z.literal('yes').exactOptional();

const settings: z.ZodType<RoomSettings> = z.strictObject({
  secret: yes,
  'invite-only': yes,
  moderated: yes,
  'accounts-only': yes,
  'topic-locked': yes,
  slow: z.string().exactOptional(),
  key: z.string().exactOptional(),
  limit: z.string().exactOptional(),
  history: z.literal('all').exactOptional(),
});

const userShape = { id, name: z.string(), account: z.boolean() } as const;
const away = z.string().exactOptional();
const idle = z.literal(true).exactOptional();

const head: z.ZodType<MessageHead> = z.strictObject({
  seq: id,
  at: millis,
  from: user,
  text: z.string().max(80),
  edited: z.literal(true).exactOptional(),
  redacted: z.literal(true).exactOptional(),
});

export const roomNow: z.ZodType<Room> = z
  .strictObject({
    id,
    name: z.string(),
    with: z.strictObject({ ...userShape, here: z.boolean(), away, idle }).exactOptional(),
    role: role.exactOptional(),
    topic: z.string().exactOptional(),
    settings: settings.exactOptional(),
    muted: z.strictObject({ until: millis.exactOptional(), reason: z.string().exactOptional() }).exactOptional(),
    read: id,
    unread: id.max(100),
    mentions: id.max(100),
    level: z.enum(['all', 'mentions', 'nothing']),
    last: head.exactOptional(),
  })
  .meta({
    id: 'Room',
    description:
      'unread, mentions: exact up to 99; 100 means more. read: the place up to which is read. muted: the account may not write there',
  });

const listedRoom: z.ZodType<ListedRoom> = z
  .strictObject({ id, name: z.string(), here: id, topic: z.string().exactOptional(), joined: z.boolean() })
  .meta({ id: 'ListedRoom', description: 'here: how many of its members are present' });

const member: z.ZodType<Member> = z
  .strictObject({ ...userShape, role, here: z.boolean(), away, idle })
  .meta({ id: 'Member' });

/** A page of the rooms of an account, or of all. */
export type RoomPage =
  | { readonly rooms: readonly Room[]; readonly next?: number }
  | { readonly rooms: readonly ListedRoom[]; readonly next?: number };

const next = z.int().meta({ description: 'the next after; missing at the end' }).exactOptional();

export const roomPage: z.ZodType<RoomPage> = z.union([
  z.strictObject({ rooms: z.array(roomNow), next }),
  z.strictObject({ rooms: z.array(listedRoom), next }),
]);

export interface MemberPage {
  readonly room: RoomRef;
  readonly members: readonly Member[];
  readonly next?: number;
}

export const memberPage: z.ZodType<MemberPage> = z.strictObject({ room: roomRef, members: z.array(member), next });

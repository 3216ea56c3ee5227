import type { Hub } from '#chat/hub/hub.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Typing, Typist } from './typing.ts';
import { actorOf, userOf } from '#chat/order/judge-grant.ts';
import { seenChannel } from '#chat/order/channels.ts';
import { renamedSince } from '#chat/order/former-names.ts';
import { isMember, userNamed, type Present, type World } from '#chat/order/world.ts';
import type { Acting, RoomId, UserId } from '#chat/event.ts';
import { wholeServer } from '#chat/rights/moderation-lists.ts';
import type { Clock } from '#chat/ports.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';

export interface ShowTypingOptions {
  readonly world: World;
  readonly hub: Pick<Hub, 'shown' | 'roster'>;
  readonly typing: Typing;
  readonly clock: Pick<Clock, 'now'>;
}

/** Whom somebody types to: a channel, or the name of a user. `active`: false stops showing it. */
export interface Typed {
  readonly to: string;
  readonly active: boolean;
}

/** Judges which sessions may be shown as typing: those whose message would be taken. See `Chat.typing`. */
export function showTyping(options: ShowTypingOptions, seat: Seat, typed: Typed): RefusalCode | Refusal | undefined {
  const { world, hub } = options;
  if (seat.acting)
    return seat.scopes?.includes('post') ? showActing(options, seat.acting, seat, typed) : 'out-of-scope';
  const user = world.present(seat.user);
  if (!user) return 'not-here';
  const isIn = (room: RoomId): boolean => seat.heard.includes(room);
  return judge(options, user, { key: seat, user: user.id, from: () => hub.roster.find(user.id), isIn }, typed);
}

/** The same for the holder of a grant, whose account may be away. `key`: the same object for all that it asks. */
export function showActing(
  options: ShowTypingOptions,
  as: Pick<Acting, 'account' | 'address'>,
  key: object,
  typed: Typed,
): RefusalCode | Refusal | undefined {
  const { world } = options;
  const find = (): Present | undefined => actorOf(world, as);
  const user = find();
  if (!user) return 'grant-invalid';
  const isIn = (room: RoomId): boolean => isMemberOf(world, user.id, room);
  return judge(options, user, { key, user: user.id, from: () => find()?.ref, isIn }, typed);
}

function isMemberOf(world: World, id: UserId, room: RoomId): boolean {
  const user = userOf(world, id);
  return user !== undefined && isMember(user, room);
}

function judge(
  { world, hub, typing, clock }: ShowTypingOptions,
  user: Present,
  typist: Typist,
  { to, active }: Typed,
): RefusalCode | Refusal | undefined {
  const silenced = (room: RoomId): RefusalCode | undefined => world.speechRules(room)?.forbids(user, clock.now())?.code;
  if (to.startsWith('#')) {
    const room = seenChannel(world, user.id, to);
    if (!room || room.id > hub.shown) return renamedSince(world, user.rooms, to, clock.now()) ?? 'no-room';
    if (!typist.isIn(room.id)) return 'not-member';
    const code = silenced(room.id);
    if (!code) typing.inRoom(typist, room, active);
    return code;
  }
  const other = userNamed(world, to);
  if (!other) return 'no-user';
  const room = world.direct(user.id, other.id);
  const code = silenced(wholeServer);
  if (!code && room && room.id <= hub.shown) typing.inPrivate(typist, room.id, other, active);
  return code;
}

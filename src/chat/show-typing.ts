import type { Hub } from '#chat/hub/hub.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Typing } from '#chat/hub/typing.ts';
import { seenChannel } from '#chat/order/channels.ts';
import { known, type World } from '#chat/order/world.ts';
import type { RoomId } from './event.ts';
import { wholeServer } from './lists.ts';
import type { Clock } from './ports.ts';
import type { RefusalCode } from './refusal.ts';

export interface ShowTypingOptions {
  readonly world: World;
  readonly hub: Pick<Hub, 'shown'>;
  readonly typing: Typing;
  readonly clock: Pick<Clock, 'now'>;
}

/** Judges who may be shown as typing: those whose message would be taken. See `Chat.typing`. */
export function showTyping(
  { world, hub, typing, clock }: ShowTypingOptions,
  seat: Seat,
  to: string,
  active: boolean,
): RefusalCode | undefined {
  const user = world.present(seat.user);
  if (!user) return 'not-here';
  const silenced = (room: RoomId): RefusalCode | undefined => world.guard(room)?.forbids(user, clock.now())?.code;
  if (to.startsWith('#')) {
    const room = seenChannel(world, user.id, to);
    if (!room || room.id > hub.shown) return 'no-room';
    if (!seat.heard.includes(room.id)) return 'not-member';
    const code = silenced(room.id);
    if (!code) typing.inRoom(seat, room, active);
    return code;
  }
  const other = known(world, to);
  if (!other) return 'no-user';
  const room = world.direct(user.id, other.id);
  const code = silenced(wholeServer);
  if (!code && room && room.id <= hub.shown) typing.inPrivate(seat, room.id, other, active);
  return code;
}

import type { Effect } from '#chat/effect.ts';
import type { Ordered, RoomRef, Seq, UserId } from '#chat/event.ts';
import { parseChannel } from '#chat/names.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { isMember, type Present, type World } from './world.ts';

/** A channel by name; one that does not exist is made by this draft, and its id is the draft's seq. */
export function channelOf(world: World, ordered: Ordered, name: string): RoomRef | RefusalCode {
  const found = world.channel(name);
  if (found) return found;
  const parsed = parseChannel(name);
  return typeof parsed === 'string' ? parsed : { id: ordered.seq, name: parsed.name };
}

/** A channel the user is a member of. */
export function ownChannel(world: World, user: Present, name: string): RoomRef | RefusalCode {
  const room = world.channel(name);
  if (!room) return 'no-room';
  return isMember(user, room.id) ? room : 'not-member';
}

/** What joining a channel changes in the entry of that seq; one that does not exist is made. */
export function joining(seq: Seq, room: RoomRef, user: UserId): readonly Effect[] {
  const member: Effect = { kind: 'member', room, user, role: 'member' };
  return room.id === seq ? [{ kind: 'room', room, pair: undefined, by: user }, member] : [member];
}

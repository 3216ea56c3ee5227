import type { Effect } from '#chat/effect.ts';
import type { Ordered, Role, RoomRef, Seq, UserId } from '#chat/event.ts';
import { isLobby } from '#chat/names/lobby.ts';
import { parseChannel } from '#chat/names/names.ts';
import type { RoomRow } from '#chat/ports.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { type Act, may } from '#chat/rights/rights.ts';
import { isMember, type Present, type World } from './world.ts';

/** A channel by name; one that does not exist is made by this draft, and its id is the draft's seq. */
export function channelOf(world: World, ordered: Ordered, name: string): RoomRef | RefusalCode {
  const found = world.channel(name);
  if (found) return found;
  const parsed = parseChannel(name);
  return typeof parsed === 'string' ? parsed : { id: ordered.seq, name: parsed.name };
}

/** A channel by name, as far as the user may know of it. */
export function seenChannel(world: World, user: UserId, name: string): RoomRow | undefined {
  const room = world.channel(name);
  return room && may(world, 'see-room', user, room.id) === undefined ? room : undefined;
}

/** The channel that a draft names, if the user may do that there. Without a user a node itself asks, and may. */
export function roomFor(world: World, { draft }: Ordered, act: Act, user?: Present): RoomRef | RefusalCode {
  const room = world.channel(draft.room ?? '');
  if (!room) return 'no-room';
  const code = user && may(world, act, user.id, room.id);
  return code ?? { id: room.id, name: room.name };
}

/** A channel the user is a member of. */
export function ownChannel(world: World, user: Present, name: string): RoomRef | RefusalCode {
  const room = world.channel(name);
  if (room && isMember(user, room.id)) return room;
  return room && may(world, 'see-room', user.id, room.id) === undefined ? 'not-member' : 'no-room';
}

/** The role in which a user joins by the draft of that seq: who makes a room owns it, except for #lobby. */
export const joiningRole = (seq: Seq, room: RoomRef): Role => (room.id === seq && !isLobby(room) ? 'owner' : 'member');

/** What joining a channel changes in the entry of that seq; one that does not exist is made. */
export function joining(seq: Seq, room: RoomRef, user: UserId): readonly Effect[] {
  const member: Effect = { kind: 'member', room, user, role: joiningRole(seq, room) };
  return room.id === seq ? [{ kind: 'room', room, pair: undefined, by: user }, member] : [member];
}

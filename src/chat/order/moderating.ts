import type { Ordered, RoomRef, UserId } from '#chat/event.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { type Act, may, serverRoleOf } from '#chat/rights.ts';
import type { Present, World } from './world.ts';

/** The channel that a draft names; undefined where it names none and so is about the whole server. */
export function placeOf(world: World, { draft: { room: name } }: Ordered): RoomRef | undefined | RefusalCode {
  if (name === undefined) return undefined;
  const room = world.channel(name);
  return room ? { id: room.id, name: room.name } : 'no-room';
}

/**
 * Why a user may not do that in a room, or to the whole server. `user`: undefined for a node itself, which may do
 * everything. `target`: to whom it is done. Among the operators of the server, only owners act on each other.
 */
export function mayModerate(
  world: World,
  act: Act,
  user: Present | undefined,
  room: RoomRef | undefined,
  target?: UserId,
): RefusalCode | undefined {
  if (!user) return undefined;
  if (room) return may(world, act, user.id, room.id, target);
  const role = serverRoleOf(world, user.id);
  if (!role) return 'not-allowed';
  const above = role === 'operator' && target !== undefined && target !== user.id && serverRoleOf(world, target);
  return above ? 'not-allowed' : undefined;
}

/** Whether it may be told hashes of addresses: the operators of the server, and a node itself. */
export const seesHashes = (world: World, user: Present | undefined): boolean =>
  !user || serverRoleOf(world, user.id) !== undefined;

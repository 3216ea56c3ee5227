import type { RoomRef, UserId } from '#chat/event.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { type Act, may, serverRoleOf } from '#chat/rights/rights.ts';
import { seenChannel } from './channels.ts';
import type { Present, World } from './world.ts';

/**
 * The channel of that name, as far as the user may know of it; undefined without a name: the whole server. `user`: undefined
 * for a node itself, which knows of all.
 */
export function placeOf(
  world: World,
  user: Pick<Present, 'id'> | undefined,
  name: string | undefined,
): RoomRef | undefined | 'no-room' {
  if (name === undefined) return undefined;
  const room = user ? seenChannel(world, user.id, name) : world.channel(name);
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

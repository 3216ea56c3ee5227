import type { Ordered, RoomRef } from '#chat/event.ts';
import { wholeServer } from '#chat/rights/moderation-lists.ts';
import type { Present, World } from './world.ts';

/**
 * The reason for leaving, for removing a message, for a ban. A user who may not speak in the room (without a room: on the
 * server) may do that too, but the reason is left out: it would be speech. `user`: undefined for a node.
 */
export const textAllowed = (
  world: World,
  { draft: { at } }: Ordered,
  user: Present | undefined,
  room: Pick<RoomRef, 'id'> | undefined,
  text: string | undefined,
): string | undefined =>
  user && text !== undefined && world.speechRules(room?.id ?? wholeServer)?.forbids(user, at) ? undefined : text;

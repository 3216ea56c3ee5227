import type { Ordered, RoomRef } from '#chat/event.ts';
import { wholeServer } from '#chat/moderation-lists.ts';
import type { Present, World } from './world.ts';

/**
 * A text that goes to a room, or without one to somebody, beside something that may be done even by those who may not speak
 * there: the reason for leaving, for removing a message, for a ban. From them it is left out. `user`: undefined for a node.
 */
export const textAllowed = (
  world: World,
  { draft: { at } }: Ordered,
  user: Present | undefined,
  room: Pick<RoomRef, 'id'> | undefined,
  text: string | undefined,
): string | undefined =>
  user && text !== undefined && world.guard(room?.id ?? wholeServer)?.forbids(user, at) ? undefined : text;

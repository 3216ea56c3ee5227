import type { Ordered, RoomRef } from '#chat/event.ts';
import type { Present, World } from './world.ts';

/**
 * A text that goes to a room beside something that may be done even by those who may not speak there: the reason for leaving,
 * or for removing a message of one's own. From them it is left out.
 */
export const textAllowed = (
  world: World,
  { draft: { at } }: Ordered,
  user: Present,
  { id }: Pick<RoomRef, 'id'>,
  text: string | undefined,
): string | undefined => (text !== undefined && world.guard(id)?.forbids(user, at) ? undefined : text);

import type { Entry, EventKind } from '#chat/event.ts';

/**
 * What happened to a room and its members, and is shown among its messages. Changes of messages are not: a message is shown as
 * it is now.
 */
const kinds: ReadonlySet<EventKind> = new Set([
  ...(['joined', 'left', 'kicked', 'invited', 'role'] as const),
  ...(['topic', 'set', 'roomNamed', 'listed', 'unlisted'] as const),
]);

export const isRoomEvent = ({ event }: Entry): boolean => kinds.has(event.kind);

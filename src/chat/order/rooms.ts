import type { Entry, RoomId, UserId } from '#chat/event.ts';
import type { World } from './world.ts';

const none: readonly RoomId[] = [];

/**
 * Whom an entry concerns: no room, one, or many. Asked before the entry changes the world: who goes is still a member.
 */
export function rooms(world: World, entry: Entry): readonly RoomId[] {
  switch (entry.event.kind) {
    case 'message':
    case 'joined':
    case 'left':
      return entry.room ? [entry.room.id] : none;
    case 'came':
      if (entry.event.was) return both(world, entry.event.was.id, entry);
      // Only who enters a room comes as somebody who is here already.
      if (world.present(entry.from.id)) return entry.room ? [entry.room.id] : none;
      return entry.event.memberships.map((room) => room.id);
    case 'went':
    case 'renamed':
      return world.present(entry.from.id)?.rooms.map((room) => room.id) ?? none;
    case 'began':
      return [...new Set(entry.event.ended.flatMap((id) => world.present(id)?.rooms.map((room) => room.id) ?? []))];
    case 'founded':
    case 'registered':
    case 'credential':
    case 'unregistered':
      return none;
  }
}

/** The rooms a guest is in no more, and those in which it comes as somebody else. */
function both(world: World, was: UserId, { from, room, event }: Entry): readonly RoomId[] {
  const left = world.present(was)?.rooms.map(({ id }) => id) ?? none;
  const comes = event.kind === 'came' && !world.present(from.id) ? event.memberships.map(({ id }) => id) : none;
  return [...new Set([...left, ...comes, ...(room ? [room.id] : none)])];
}

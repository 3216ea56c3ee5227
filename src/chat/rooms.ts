import type { Entry, RoomId } from './event.ts';
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
      return none;
  }
}

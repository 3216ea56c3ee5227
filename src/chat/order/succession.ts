import type { Effect } from '#chat/effect.ts';
import type { Membership, UserId } from '#chat/event.ts';
import type { World } from './world.ts';

/** A user who is no longer a member of these rooms. */
export interface Leaving {
  readonly id: UserId;
  readonly rooms: readonly Membership[];
}

/**
 * The new owners of the rooms that lose their last owner: of each, the operator who joined first. A room without one is kept by the
 * operators of the server.
 */
export function succession(world: World, leaving: readonly Leaving[]): readonly Effect[] {
  const gone = new Set(leaving.map(({ id }) => id));
  const lost = new Set(
    leaving.flatMap(({ rooms }) => rooms.filter(({ role }) => role === 'owner').map(({ id }) => id)),
  );
  return [...lost].flatMap((room): readonly Effect[] => {
    const left = world.ownersAndOperators(room).filter(({ user }) => !gone.has(user));
    const [heir] = left;
    if (!heir || left.some(({ role }) => role === 'owner')) return [];
    return [{ kind: 'role', room, user: heir.user, role: 'owner' }];
  });
}

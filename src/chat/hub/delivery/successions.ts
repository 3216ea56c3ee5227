import type { Effect } from '#chat/effect.ts';
import type { Accepted } from '#chat/outcome.ts';
import { server } from '#chat/order/verdict.ts';
import type { Roster } from '#chat/hub/presence/roster.ts';

const none: readonly Accepted[] = [];

/**
 * The new owners of rooms whose last owner is gone: the members are told of each as of a role that the server gives.
 * These are not entries of the order; the entry that caused them is. `roster`: after the effects.
 */
export function successions(verdict: Accepted, roster: Pick<Roster, 'find' | 'roomsOf'>): readonly Accepted[] {
  return verdict.effects?.some(makesOwner) ? ownersTold(verdict, roster) : none;
}

const makesOwner = (effect: Effect): boolean => effect.kind === 'role' && effect.role === 'owner';

function ownersTold(verdict: Accepted, roster: Pick<Roster, 'find' | 'roomsOf'>): readonly Accepted[] {
  const { entry, effects = [] } = verdict;
  const { event } = entry;
  const given = event.kind === 'role' ? event.user.id : 0;
  return effects.flatMap((effect): readonly Accepted[] => {
    if (effect.kind !== 'role' || effect.role !== 'owner' || effect.user === given) return none;
    const user = roster.find(effect.user);
    const place = roster.roomsOf(effect.user).find(({ id }) => id === effect.room);
    if (!user || !place) return none;
    const room = { id: place.id, name: place.name };
    const role = { kind: 'role', user: { id: user.id, name: user.name }, role: 'owner', before: 'operator' } as const;
    const { via: _, ...plain } = entry;
    const told = { ...plain, from: server, room, event: role };
    return [{ ...verdict, entry: told, kept: false, room: room.id, rooms: undefined, each: false, effects: undefined }];
  });
}

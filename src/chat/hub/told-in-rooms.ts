import type { Asked, UserId } from '#chat/event.ts';
import type { Audience } from './delivery/audience.ts';
import type { Roster } from './roster.ts';

/** What is told in all rooms of the user who does it. An arrival, too, but the rooms of an account are known only when it is judged. */
const toldEverywhere: ReadonlySet<Asked['kind']> = new Set(['away', 'renamed', 'registered', 'came', 'went']);
/** What one room costs, as so many that hear it. */
const perRoom = 20;

/** For such an event: how many hear the rooms of the user, counted in each room. 0 for all others. */
export function toldInRooms(
  {
    audience,
    roster,
  }: { readonly audience: Pick<Audience, 'hearersOf'>; readonly roster: Pick<Roster, 'isAway' | 'roomsOf'> },
  event: Asked,
  { user }: { readonly user: UserId },
): number {
  // A message of somebody who is away tells all that they are back.
  const isTold = toldEverywhere.has(event.kind) || (event.kind === 'message' && roster.isAway(user));
  if (!isTold) return 0;
  let told = 0;
  for (const { id } of roster.roomsOf(user)) told += perRoom + (audience.hearersOf(id)?.count ?? 0);
  return told;
}

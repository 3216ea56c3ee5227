import type { Asked } from '#chat/event.ts';
import type { RoomRow } from '#chat/stored-rows.ts';
import type { Audience } from './audience.ts';
import type { Roster } from '#chat/hub/presence/roster.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** What is told in all rooms of the user who does it. An arrival, too, but the rooms of an account are known only when it is judged. */
const toldEverywhere: ReadonlySet<Asked['kind']> = new Set(['away', 'renamed', 'registered', 'came', 'went']);
/** What one room costs, as so many that hear it. */
const perRoom = 20;
/** What each member of a room costs, in the same unit, when it is closed, has another name, or somebody is banned there. */
const perMember: { readonly [K in Asked['kind']]?: number } = { closed: 700, roomNamed: 250, listed: 100 };

export interface ToldOptions {
  readonly audience: Pick<Audience, 'hearersOf'>;
  readonly roster: Pick<Roster, 'isAway' | 'roomsOf' | 'count'>;
  readonly channel: (name: string) => Pick<RoomRow, 'id'> | undefined;
}

/**
 * For an event that is told in all rooms of its user: how many hear these rooms, counted in each. For one that changes all members of a
 * room: what that costs, in the same unit. 0 for all others.
 */
export function toldInRooms(
  { audience, roster, channel }: ToldOptions,
  event: Asked,
  { user }: Pick<Seat, 'user'>,
  room: string | undefined,
): number {
  const each = perMember[event.kind];
  if (each !== undefined) {
    const id = room === undefined ? undefined : channel(room)?.id;
    return id === undefined ? 0 : each * roster.count(id);
  }
  // A message of somebody who is away tells all that they are back.
  const isTold = toldEverywhere.has(event.kind) || (event.kind === 'message' && roster.isAway(user));
  if (!isTold || user === 0) return 0;
  let told = 0;
  for (const { id } of roster.roomsOf(user)) told += perRoom + (audience.hearersOf(id)?.count ?? 0);
  return told;
}

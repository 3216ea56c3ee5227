import type { Draft, Entry, Event, Ordered, RoomRef, UserRef, Verdict } from './event.ts';
import { draftId } from './event.ts';
import type { RefusalCode } from './refusal.ts';
import { rooms } from './rooms.ts';
import type { World } from './world.ts';

/** The node itself, where no user stands behind an entry. */
export const server: UserRef = { id: 0, name: 'server' };

export const refuse = (code: RefusalCode): Verdict => ({ kind: 'refusal', code });

/** The clock of the asking node, held back so that time never runs backwards in the order. */
const timeOf = (world: World, draft: Draft): number => Math.max(draft.at, world.at);

/** Accepts a draft: its entry, and whom it concerns. */
export function accept(
  world: World,
  { seq, draft }: Ordered,
  from: UserRef,
  event: Event,
  room?: RoomRef,
): Verdict & { kind: 'entry' } {
  const id = draftId(draft);
  const at = timeOf(world, draft);
  const entry: Entry = room ? { seq, id, at, from, room, event } : { seq, id, at, from, event };
  return { kind: 'entry', entry, rooms: rooms(world, entry) };
}

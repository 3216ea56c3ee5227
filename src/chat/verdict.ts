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

type Accepted = Verdict & { kind: 'entry' };

/** Accepts a draft: its entry, and whom it concerns. */
export function accept(world: World, ordered: Ordered, from: UserRef, event: Event, room?: RoomRef): Accepted {
  const entry = entryOf(world, ordered, from, event, room);
  return { kind: 'entry', entry, rooms: rooms(world, entry), waits: false };
}

/** What an entry in a direct room is accepted with beside it. */
export type Direct = Required<Pick<Accepted, 'pair' | 'inboxes' | 'waits'>>;

/** Accepts something said in private. */
export function acceptDirect(
  world: World,
  ordered: Ordered,
  from: UserRef,
  event: Event,
  room: RoomRef,
  { pair, inboxes, waits }: Direct,
): Accepted {
  const entry = entryOf(world, ordered, from, event, room);
  return { kind: 'entry', entry, rooms: [room.id], waits, pair, inboxes };
}

function entryOf(world: World, { seq, draft }: Ordered, from: UserRef, event: Event, room?: RoomRef): Entry {
  const id = draftId(draft);
  const at = timeOf(world, draft);
  return room ? { seq, id, at, from, room, event } : { seq, id, at, from, event };
}

import type { Entry, Event, Ordered, RoomRef, UserRef, Verdict } from '#chat/event.ts';
import { draftId } from '#chat/event.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { rooms } from './rooms.ts';
import type { World } from './world.ts';

/** The node itself, where no user stands behind an entry. */
export const server: UserRef = { id: 0, name: 'server' };

export const refuse = (code: RefusalCode): Verdict => ({ kind: 'refusal', code });

type Accepted = Verdict & { kind: 'entry' };

/** Accepts a draft: its entry, and whom it concerns. */
export function accept(world: World, ordered: Ordered, from: UserRef, event: Event, room?: RoomRef): Accepted {
  const entry = entryOf(ordered, from, event, room);
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
  const entry = entryOf(ordered, from, event, room);
  return { kind: 'entry', entry, rooms: [room.id], waits, pair, inboxes };
}

function entryOf({ seq, draft }: Ordered, from: UserRef, event: Event, room?: RoomRef): Entry {
  const id = draftId(draft);
  const { at } = draft;
  return room ? { seq, id, at, from, room, event } : { seq, id, at, from, event };
}

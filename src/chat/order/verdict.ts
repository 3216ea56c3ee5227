import type { Effect } from '#chat/effect.ts';
import type { Entry, Event, EventKind, Ordered, RoomRef, Speaker, UserRef } from '#chat/event.ts';
import { draftId } from '#chat/event.ts';
import type { Accepted, NoOp, Verdict } from '#chat/outcome.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import type { Happening } from './kinds/kind.ts';
import type { World } from './world.ts';

/** The node itself, for an entry without a user. */
export const server: Speaker = { id: 0, name: 'server' };

export const refuse = (refusal: RefusalCode | Refusal): Verdict =>
  typeof refusal === 'string' ? { kind: 'refusal', code: refusal } : { kind: 'refusal', ...refusal };

export const noOp = (user: UserRef, room?: RoomRef, effects?: readonly Effect[]): NoOp => ({
  kind: 'no-op',
  user,
  room,
  effects,
});

/**
 * Accepts a draft: its entry, whom it concerns, and what it changes. `how`: the row of the event. `more`: what the draft
 * changes beyond the event.
 */
export function accept<K extends EventKind>(
  how: Happening<K>,
  world: World,
  ordered: Ordered,
  from: Speaker,
  event: Event & Event<K>,
  room?: RoomRef,
  more?: readonly Effect[],
): Accepted {
  const entry = entryOf(ordered, from, event, room);
  const effects = both(how.effects?.(world, entry, event), more);
  if (!how.concerns) return accepted(entry, how.kept, room?.id ?? 0, undefined, effects);
  const concerned = how.concerns(world, entry, event);
  const [only] = concerned;
  if (only === undefined || concerned.length > 1) {
    const rooms = only && concerned.map(({ id }) => id);
    return accepted(entry, how.kept, 0, rooms, effects, how.each === true && rooms !== undefined);
  }
  return accepted(entry, how.kept, only.id, undefined, effects, how.each === true);
}

const both = (one: Accepted['effects'], other: Accepted['effects']): Accepted['effects'] =>
  one && other ? [...one, ...other] : (one ?? other);

const accepted = (
  entry: Entry,
  kept: boolean,
  room: number,
  rooms: Accepted['rooms'],
  effects: Accepted['effects'],
  each = false,
): Accepted => ({
  kind: 'entry',
  entry,
  kept,
  room,
  rooms,
  each,
  effects,
  pair: undefined,
  inboxes: undefined,
  waits: false,
  away: undefined,
});

/** The further fields of an accepted entry in a direct room. */
export interface Direct {
  readonly pair: NonNullable<Accepted['pair']>;
  readonly inboxes: NonNullable<Accepted['inboxes']>;
  readonly waits: boolean;
  readonly away?: string | undefined;
}

/** Accepts a private message, or a change of one. The first one between two users makes the room. */
export function acceptDirect(
  ordered: Ordered,
  from: Speaker,
  event: Event,
  room: RoomRef,
  { pair, inboxes, waits, away }: Direct,
  more?: readonly Effect[],
): Accepted {
  const { id } = room;
  const entry = entryOf(ordered, from, event, room);
  const made: Accepted['effects'] =
    id === ordered.seq ? [{ kind: 'room', room: { id, name: '' }, pair, by: from.id }] : undefined;
  return {
    kind: 'entry',
    entry,
    kept: true,
    room: id,
    rooms: undefined,
    each: false,
    effects: both(made, more),
    pair,
    inboxes,
    waits,
    away,
  };
}

function entryOf({ seq, draft }: Ordered, from: Speaker, event: Event, room?: RoomRef): Entry {
  const id = draftId(draft);
  const { at, via } = draft;
  if (via === undefined) return room ? { seq, id, at, from, room, event } : { seq, id, at, from, event };
  return room ? { seq, id, at, from, room, via, event } : { seq, id, at, from, via, event };
}

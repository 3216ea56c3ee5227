import type { Effect } from '#chat/effect.ts';
import type { Entry, Event, EventKind, Ordered, RoomRef, Speaker, UserRef } from '#chat/event.ts';
import { draftId } from '#chat/event.ts';
import type { Accepted, NoOp, Verdict } from '#chat/outcome.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import type { EventRules } from './kinds/kind.ts';
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

export type EntryOf<E extends Event> = Entry & { readonly event: E };
export type InRoom<E extends Event> = EntryOf<E> & { readonly room: RoomRef };

/** The entry that a draft becomes. `from`: who asked for it; `room`: where it is heard, if in one room. */
export function entryOf<E extends Event>(ordered: Ordered, from: Speaker, event: E, room: RoomRef): InRoom<E>;
export function entryOf<E extends Event>(ordered: Ordered, from: Speaker, event: E, room?: RoomRef): EntryOf<E>;
export function entryOf<E extends Event>({ seq, draft }: Ordered, from: Speaker, event: E, room?: RoomRef): EntryOf<E> {
  const id = draftId(draft);
  const { at, via } = draft;
  if (via === undefined) return room ? { seq, id, at, from, room, event } : { seq, id, at, from, event };
  return room ? { seq, id, at, from, room, via, event } : { seq, id, at, from, via, event };
}

/** Accepts a draft. `how`: the row of the event. `more`: what the draft changes beyond the event. */
export function accept<K extends EventKind>(
  how: EventRules<K>,
  world: World,
  entry: EntryOf<Event & Event<K>>,
  more?: readonly Effect[],
): Accepted {
  const effects = both(how.effects?.(world, entry, entry.event), more);
  const concerned = how.concerns?.(world, entry, entry.event);
  const isMany = concerned !== undefined && concerned.length > 1;
  const only = concerned ? concerned[0] : entry.room;
  return {
    kind: 'entry',
    entry,
    kept: how.kept,
    room: isMany ? 0 : (only?.id ?? 0),
    rooms: isMany ? concerned.map(({ id }) => id) : undefined,
    each: how.each === true && concerned !== undefined && concerned.length > 0,
    effects,
    pair: undefined,
    inboxes: undefined,
    waits: false,
    away: undefined,
  };
}

/** The further fields of an accepted entry in a direct room. */
export interface Direct {
  readonly pair: NonNullable<Accepted['pair']>;
  readonly inboxes: NonNullable<Accepted['inboxes']>;
  readonly waits: boolean;
  readonly away?: string | undefined;
}

/** Accepts a private message, or a change of one. The first one between two users makes the room. */
export function acceptDirect(
  entry: InRoom<Event>,
  { pair, inboxes, waits, away }: Direct,
  more?: readonly Effect[],
): Accepted {
  const { id } = entry.room;
  const made: Accepted['effects'] =
    id === entry.seq ? [{ kind: 'room', room: { id, name: '' }, pair, by: entry.from.id }] : undefined;
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

/** One after the other. Most drafts have few effects, so most lists are used as they are. */
export function both(one: Accepted['effects'], other: Accepted['effects']): Accepted['effects'] {
  if (!one || one.length === 0) return other;
  if (!other || other.length === 0) return one;
  const [[first], [second]] = [one, other];
  // As in most joins. Joining lists of any length is a call out of compiled code.
  if (first && second && one.length + other.length === 2) return [first, second];
  return one.concat(other);
}

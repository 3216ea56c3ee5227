import type { Entry, Event, RoomRef, Seq, UserId } from '#chat/event.ts';
import { mayRead } from '#chat/readable.ts';
import type { World } from './world.ts';

/** A message that a draft is about. */
export interface Target {
  readonly entry: Entry & { readonly room: RoomRef };
  readonly said: Event<'message'>;
}

/**
 * The message of that seq, if the user may read it. One that is missing, one of another room and one that may not be read
 * are answered alike: undefined.
 */
export function targetOf(world: World, user: UserId, seq: Seq): Target | undefined {
  if (!Number.isSafeInteger(seq) || seq < 1 || seq > world.seq) return undefined;
  const entry = world.entry(seq);
  if (!entry?.room || entry.event.kind !== 'message') return undefined;
  if (!mayRead({ store: world, shown: world.seq }, entry, user)) return undefined;
  return { entry: { ...entry, room: entry.room }, said: entry.event };
}

/** As `targetOf`, for a node itself, which may read everything. */
export function anyTarget(world: World, seq: Seq): Target | undefined {
  const entry = Number.isSafeInteger(seq) && seq > 0 && seq <= world.seq ? world.entry(seq) : undefined;
  return entry?.room && entry.event.kind === 'message'
    ? { entry: { ...entry, room: entry.room }, said: entry.event }
    : undefined;
}

import type { Entry, Event, RoomRef, Seq, UserId } from '#chat/event.ts';
import { mayRead } from '#chat/readable/readable.ts';
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
  const target = anyTarget(world, seq);
  return target && mayRead({ store: world, shown: world.seq }, target.entry, user) ? target : undefined;
}

/**
 * The message of that seq, if the user may read it, or has written it and is a member of its room now: a guest who comes back
 * joins its rooms again, after what it wrote there.
 */
export function changeableTarget(world: World, user: UserId, seq: Seq): Target | undefined {
  const target = anyTarget(world, seq);
  if (!target) return undefined;
  const { from, room } = target.entry;
  const isOwn = from.id === user && world.role(room.id, user) !== undefined;
  return isOwn || mayRead({ store: world, shown: world.seq }, target.entry, user) ? target : undefined;
}

/** As `targetOf`, for somebody who may read everything, as a node itself may. */
export function anyTarget(world: World, seq: Seq): Target | undefined {
  const entry = Number.isSafeInteger(seq) && seq > 0 && seq <= world.seq ? world.entry(seq) : undefined;
  return entry?.room && entry.event.kind === 'message'
    ? { entry: { ...entry, room: entry.room }, said: entry.event }
    : undefined;
}

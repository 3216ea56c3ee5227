import type { Millis, RoomRef, UserRef } from '#chat/event.ts';
import { maxKicked } from '#chat/limits.ts';
import { type Listing, wholeServer } from '#chat/rights/moderation-lists.ts';
import { isSecret } from '#chat/rights/rights.ts';
import { hitting, type Lists, listsOf } from './speech-rules.ts';
import { hitOf, maskSet } from './mask-set.ts';
import { isMember, type Present, type World } from './world.ts';

/** A change of one list of a room, or without a room of the server. */
export interface ListChange {
  readonly room: RoomRef | undefined;
  /** The rows that are added or removed. */
  readonly rows: readonly Listing[];
  /** All rows of all lists of that place, once it is done. */
  readonly after: readonly Listing[];
  readonly at: Millis;
}

/**
 * The users who are present and who may speak after the change and not before it, or the other way round: at most
 * `maxKicked`, by id. And those whom a lifted ban of a room names and has removed, so that they may come back: others
 * were never in the room, and must not get messages about it that an operator could send again and again. Of a secret
 * room, outsiders learn nothing.
 */
export function speechChanged(world: World, { room, rows, after, at }: ListChange): readonly UserRef[] {
  const place = room?.id ?? wholeServer;
  const set = maskSet(rows);
  const [before, now] = [world.lists(place), listsOf(after)];
  const isOpen = room !== undefined && !isSecret(world, room.id);
  const hasRemoved = ({ list, user, seq, room: id }: Listing, who: Present): boolean =>
    list === 'ban' && user === who.id && seq <= (world.member(id, who.id)?.left ?? 0);
  const isForbidden = ({ ban, mute, exception }: Lists, user: Present, isHere: boolean): boolean => {
    const [excepted, immunity] = [hitOf(exception, user), world.immunity(user.id, place)];
    if (hitting(hitOf(ban, user), excepted, immunity, at)) return true;
    return isHere && hitting(hitOf(mute, user), excepted, immunity, at) !== undefined;
  };
  const changed = (user: Present): boolean => {
    const isHere = !room || isMember(user, room.id);
    if (!isHere && !(isOpen && rows.some((row) => hasRemoved(row, user)))) return false;
    const { exact, broad } = hitOf(set, user);
    if (exact.until === 0 && broad.until === 0) return false;
    if (isForbidden(before, user, isHere) === isForbidden(now, user, isHere)) return false;
    return !room || !world.speechRules(wholeServer)?.forbids(user, at);
  };
  const users = [...world.everyone()].filter(changed).map(({ id, name }): UserRef => ({ id, name }));
  return users.sort((one, other) => one.id - other.id).slice(0, maxKicked);
}

import type { Effect } from '#chat/effect.ts';
import type { Millis, RoomRef, UserId, UserRef } from '#chat/event.ts';
import { type Listing, userKey, wholeServer } from '#chat/rights/moderation-lists.ts';
import { hasInvitation } from './bans.ts';
import { hitting, isNamed } from './speech-rules.ts';
import { hitOf, maskSet } from './mask-set.ts';
import { succession } from './succession.ts';
import { isMember, type Present, type World } from './world.ts';

/** Whether `until` is a valid end for something that begins at `at`. */
export const endsAfter = (until: Millis, at: Millis): boolean => Number.isSafeInteger(until) && until > at;

/**
 * The users whom these rows hit now: members of a room, or everybody who is present; by id. An account that is named is
 * found even if it is away. `but`: is not hit. Who lists rows is not among them: a row that names the asker is refused, and others do not hit operators.
 */
export function usersHit(
  world: World,
  rows: readonly Pick<Listing, 'key' | 'user' | 'until' | 'reason'>[],
  room: RoomRef | undefined,
  at: Millis,
  but?: Pick<Present, 'id'>,
): readonly UserRef[] {
  const set = maskSet(rows);
  const id = room?.id ?? wholeServer;
  const { exception } = world.lists(id);
  const found = new Map<UserId, UserRef>();
  for (const user of world.everyone()) {
    if (user.id === but?.id || (room && !isMember(user, id))) continue;
    const hit = hitOf(set, user);
    if (!isNamed(hit, at)) continue;
    if (hitting(hit, hitOf(exception, user), world.immunity(user.id, id), at))
      found.set(user.id, { id: user.id, name: user.name });
  }
  if (room) for (const away of accountsAway(world, rows, room)) found.set(away.id, away);
  return [...found.values()].sort((one, other) => one.id - other.id);
}

/** Members who are away and are named by a row. */
const accountsAway = (world: World, rows: readonly Pick<Listing, 'user'>[], room: RoomRef): readonly UserRef[] =>
  rows.flatMap(({ user }): readonly UserRef[] => {
    if (user === undefined || world.present(user) || !world.role(room.id, user)) return [];
    const account = world.account(user);
    return account && world.immunity(user, room.id) !== 'all' ? [{ id: user, name: account.name }] : [];
  });

/** The membership of these users ends, and their invitation, by which they could come back. */
export function removal(world: World, room: RoomRef, users: readonly UserRef[]): readonly Effect[] {
  const leaving = users.flatMap(({ id }) => {
    const role = world.role(room.id, id);
    return role ? [{ id, rooms: [{ ...room, role }] }] : [];
  });
  const ends = users.flatMap(({ id }): readonly Effect[] => {
    const member: Effect = { kind: 'member', room, user: id, role: undefined };
    return hasInvitation(world, room.id, id)
      ? [member, { kind: 'unlisted', room: room.id, list: 'invitation', key: userKey(id) }]
      : [member];
  });
  return [...ends, ...succession(world, leaving)];
}

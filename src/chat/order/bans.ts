import type { Effect } from '#chat/effect.ts';
import type { Millis, Ordered, RoomId, UserId } from '#chat/event.ts';
import { type Listing, userKey, wholeServer } from '#chat/rights/moderation-lists.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { isValidInvitation } from '#chat/rights/valid-invitation.ts';
import { banOf, isNamed, type Lists, refusalBy } from './speech-rules.ts';
import { type Counting, hitOf, maskSet, type Matched } from './mask-set.ts';
import type { Present, World } from './world.ts';

/** The ban that keeps somebody out of a room, or with `wholeServer` out of the chat. */
export function banAgainst(world: World, room: RoomId, who: Matched, at: Millis): Counting | undefined {
  const lists = world.lists(room);
  // Separate, so that nothing is allocated where nobody is banned.
  return lists.ban && banIn(lists, world, room, who, at);
}

const banIn = (lists: Lists, world: World, room: RoomId, who: Matched, at: Millis): Counting | undefined =>
  banOf(lists, who, () => world.immunity(who.id, room), at);

/** Why a user may not speak in a channel that it may see, without being a member: a ban keeps it out, or it has not joined. */
export function whyOutside(world: World, { draft: { at } }: Ordered, user: Present, name: string): Refusal {
  const room = world.channel(name);
  const ban = room && banAgainst(world, room.id, user, at);
  return ban ? refusalBy(ban, 'banned', at, room.name) : { code: 'not-member' };
}

/** Whether an invitation, to the user or to names that it matches, opens a room to it. */
export function isInvited(world: World, room: RoomId, who: Matched, at: Millis): boolean {
  if (!isNamed(hitOf(world.lists(room).invitation, who), at)) return false;
  const own = ownInvitation(world, room, who.id);
  if (!own || isValidInvitation(world, own, at)) return true;
  const others = world.listings(room).filter((row) => row.list === 'invitation' && row !== own);
  return isNamed(hitOf(maskSet(others), who), at);
}

/** When the last invitation of a user ended; undefined: one is still valid, or there was none. */
export function invitationEnded(world: World, room: RoomId, who: Matched, at: Millis): Millis | undefined {
  const { exact, broad } = hitOf(world.lists(room).invitation, who);
  const last = Math.max(exact.until, broad.until);
  return last > 0 && last <= at ? last : undefined;
}

/** Whether the user is invited there by its id, and not by a mask: joining spends such an invitation. */
export const hasInvitation = (world: World, room: RoomId, user: UserId): boolean =>
  ownInvitation(world, room, user) !== undefined;

const ownInvitation = (world: World, room: RoomId, user: UserId): Listing | undefined =>
  world.lists(room).invitation &&
  world.listings(room).find(({ list, key }) => list === 'invitation' && key === userKey(user));

/** A user who joins spends its invitation. */
export const invitationSpent = (world: World, room: RoomId, user: UserId): readonly Effect[] =>
  hasInvitation(world, room, user) ? [{ kind: 'unlisted', room, list: 'invitation', key: userKey(user) }] : nothing;

const nothing: readonly Effect[] = [];

/**
 * Why somebody may not log in; undefined: it may. A guest who is banned by its name alone may come with another one.
 */
export function whyBanned(world: World, who: Matched, guest: boolean, at: Millis): Refusal | undefined {
  const ban = banAgainst(world, wholeServer, who, at);
  if (!ban) return undefined;
  const byName = guest && !banAgainst(world, wholeServer, { ...who, name: '' }, at);
  return refusalBy(ban, byName ? 'name-banned' : 'server-banned', at);
}

/**
 * Why a user may not take another name: while a list matches it, because it could escape a mask with wildcards; and a ban of the whole
 * server may have the new name.
 */
export function whyKeepsName(
  world: World,
  { draft: { at } }: Ordered,
  user: Present,
  name: string,
): Refusal | undefined {
  const places = [...user.rooms.map(({ id }) => id), wholeServer];
  const why = places
    .map((id) => world.speechRules(id)?.forbids(user, at))
    .find((each) => each && byList.has(each.code));
  if (why) return { ...why, code: 'rename-banned' };
  const renamed = { id: user.id, name, addresses: user.addresses };
  const ban = banAgainst(world, wholeServer, renamed, at);
  return ban && refusalBy(ban, 'name-banned', at);
}

const byList: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['banned', 'muted', 'server-banned']);

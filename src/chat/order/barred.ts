import type { Effect } from '#chat/effect.ts';
import type { Millis, Ordered, RoomId, UserId } from '#chat/event.ts';
import { userKey, wholeServer } from '#chat/lists.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { isBanned, isNamed } from './guard.ts';
import { hitOf, type Matched } from './mask-set.ts';
import type { Present, World } from './world.ts';

/** Whether a ban keeps somebody out of a room, or with `wholeServer` out of the chat. */
export const isBarred = (world: World, room: RoomId, who: Matched, at: Millis): boolean =>
  isBanned(world.lists(room), who, () => world.immunity(who.id, room), at);

/** Whether an invitation, to the user or to names that it matches, opens an invite-only room to it. */
export const isInvited = (world: World, room: RoomId, who: Matched, at: Millis): boolean =>
  isNamed(hitOf(world.lists(room).invitation, who), at);

/** Whether the user has an invitation of its own there, which it spends by joining. */
export const hasInvitation = (world: World, room: RoomId, user: UserId): boolean =>
  world.lists(room).invitation !== undefined &&
  world.listings(room).some(({ list, key }) => list === 'invitation' && key === userKey(user));

/** A user who joins spends its invitation. */
export const spent = (world: World, room: RoomId, user: UserId): readonly Effect[] =>
  hasInvitation(world, room, user) ? [{ kind: 'unlisted', room, list: 'invitation', key: userKey(user) }] : nothing;

const nothing: readonly Effect[] = [];

/**
 * Why somebody may not log in; undefined: it may. A guest who is banned by its name alone may come with another one.
 */
export function whyOut(world: World, who: Matched, guest: boolean, at: Millis): RefusalCode | undefined {
  if (!isBarred(world, wholeServer, who, at)) return undefined;
  return guest && !isBarred(world, wholeServer, { ...who, name: '' }, at) ? 'name-banned' : 'server-banned';
}

/**
 * Why a user may not take another name: while a list hits it, a mask with wildcards would lose it; and a ban of the whole
 * server may have the new name.
 */
export function whyKeepsName(
  world: World,
  { draft: { at } }: Ordered,
  user: Present,
  name: string,
): RefusalCode | undefined {
  const hit = user.rooms.some(({ id }) => {
    const code = world.guard(id)?.forbids(user, at);
    return code === 'banned' || code === 'muted';
  });
  if (hit || world.guard(wholeServer)?.forbids(user, at)) return 'rename-banned';
  const renamed = { id: user.id, name, addresses: user.addresses };
  return isBarred(world, wholeServer, renamed, at) ? 'name-banned' : undefined;
}

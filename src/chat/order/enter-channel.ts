import type { Effect } from '#chat/effect.ts';
import type { Ordered, RoomRef } from '#chat/event.ts';
import { isLobby } from '#chat/names/lobby.ts';
import type { Refusal } from '#chat/refusal.ts';
import { isSecret, serverRoleOf } from '#chat/rights/rights.ts';
import { isValidInvitation } from '#chat/rights/valid-invitation.ts';
import { banAgainst, invitationEnded, isInvited } from './bans.ts';
import { channelOf } from './channels.ts';
import { renamedSince } from './former-names.ts';
import { wasInside } from './former-guests.ts';
import { refusalBy } from './speech-rules.ts';
import type { Matched } from './mask-set.ts';
import { spend } from './code-rules.ts';
import { isAmong, type World } from './world.ts';

/** Somebody who enters a channel. */
export interface Entering extends Matched {
  readonly guest: boolean;
  /** The channels it is a member of. */
  readonly rooms: readonly RoomRef[];
  /** The key of the room, if it gave one. */
  readonly key?: string | undefined;
  /** The hash of an invitation code, if it gave one. */
  readonly code?: string | undefined;
}

/** The channel that was entered, and what is spent by that. */
export interface Entered {
  readonly room: RoomRef;
  readonly spent: readonly Effect[] | undefined;
}

/** The channel that a user enters by name; one that does not exist is made. Or why it may not. */
export function enterChannel(world: World, ordered: Ordered, name: string, who: Entering): Entered | Refusal {
  const found = channelOf(world, ordered, name);
  if (typeof found === 'string') return { code: found };
  const room: RoomRef = { id: found.id, name: found.name };
  if (isAmong(who.rooms, room.id)) return { room, spent: undefined };
  if (who.rooms.length >= world.setting('max-rooms-per-user')) return { code: 'too-many-rooms' };
  const renamed = room.id === ordered.seq && renamedFor(world, ordered, name, who);
  if (renamed) return renamed;
  if (room.id === ordered.seq) return mayMake(world, room, who) ? { room, spent: undefined } : { code: 'no-room' };
  const opened = open(world, ordered, room, who);
  if (!opened || !('code' in opened)) return { room, spent: opened };
  // The operators of the server enter every room. For others, a secret room that they may not enter does not exist.
  if (serverRoleOf(world, who.id)) return { room, spent: undefined };
  return isSecret(world, room.id) ? { code: 'no-room' } : opened;
}

/** What the channel is called now: one of the user, or one to which it is invited, and of which it was told the old name. */
function renamedFor(
  world: World,
  { draft: { at } }: Ordered,
  name: string,
  { id, rooms }: Entering,
): Refusal | undefined {
  const invited = world.invitations(id).flatMap((row): readonly RoomRef[] => {
    const found = isValidInvitation(world, row, at) ? world.room(row.room) : undefined;
    return found ? [{ id: found.id, name: found.name }] : [];
  });
  return renamedSince(world, [...rooms, ...invited], name, at);
}

/** Where this is false, the user is told that the room does not exist; an invitation code makes no room. */
function mayMake(world: World, room: RoomRef, { id, guest, code }: Entering): boolean {
  if (code !== undefined) return false;
  const makers = world.setting('room-creation');
  if (makers === 'anyone' || isLobby(room)) return true;
  return makers === 'accounts' ? !guest : serverRoleOf(world, id) !== undefined;
}

/**
 * Why somebody may not enter a room; or what is spent to enter it. An invitation also replaces the key; the one of a person is
 * spent by joining (`invitationSpent` in bans.ts).
 */
function open(
  world: World,
  ordered: Ordered,
  { id, name }: RoomRef,
  who: Entering,
): readonly Effect[] | undefined | Refusal {
  const { at } = ordered.draft;
  const ban = banAgainst(world, id, who, at);
  if (ban) return refusalBy(ban, 'banned', at, name);
  const state = world.roomState(id);
  if (who.guest && state['accounts-only']) return { code: 'accounts-only' };
  const most = Number(state.limit?.value ?? Infinity);
  if (most !== Infinity && world.countMembers(id) >= most) return { code: 'room-full' };
  const restriction = state['invite-only']
    ? 'invite-only'
    : state.key && state.key.value !== who.key
      ? 'wrong-key'
      : undefined;
  if (!restriction || isInvited(world, id, who, at) || wasInside(world, id, who)) return undefined;
  if (who.code === undefined) {
    const until = invitationEnded(world, id, who, at);
    return { code: restriction, ...(until !== undefined && { until, at }) };
  }
  const spent = spend(world, ordered, who.code, { purpose: 'invite-room', room: id });
  return 'code' in spent ? spent : [spent];
}

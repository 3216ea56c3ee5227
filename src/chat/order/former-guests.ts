import type { Effect } from '#chat/effect.ts';
import type { Identity, Millis, Ordered, RoomId, UserId, UserRef } from '#chat/event.ts';
import type { World } from './world.ts';

/** A guest may come back for this long after its last session, in ms: as long as the ids of its requests are remembered. */
export const mayReturnFor: Millis = 24 * 60 * 60 * 1000;

type GuestIdentity = Extract<Identity, { readonly guest: string }>;

/** The time until which a guest that departs at that time may come back; 0: it has no token. */
export const mayReturnUntil = (world: World, guest: UserId, at: Millis): Millis =>
  world.guestToken(guest) ? at + mayReturnFor : 0;

/** The guest of a token, with its last name; undefined: it is present, or may not come back. */
export function formerGuest(world: World, hash: string | undefined, at: Millis): UserRef | undefined {
  const token = hash === undefined ? undefined : world.token(hash);
  if (token?.purpose !== 'guest' || at >= token.until) return undefined;
  return world.formerGuest(token.owner);
}

const sha256 = /^[0-9a-f]{64}$/;

/** The token of a guest who arrives: its own if it comes back, otherwise the new one if it has asked for one. */
export function guestToken(
  world: World,
  { seq, draft: { at } }: Ordered,
  { token: hash, former }: GuestIdentity,
  guest: UserId,
): Effect | undefined {
  const own = guest === seq || former === undefined ? undefined : world.token(former);
  if (own) return { kind: 'token', change: 'used', id: own.id, at, until: 0 };
  if (hash === undefined || !sha256.test(hash) || world.token(hash)) return undefined;
  const row = { id: seq, hash, purpose: 'guest', owner: guest, room: 0, until: 0, uses: 1, at, by: 0 } as const;
  return { kind: 'token', change: 'made', token: { ...row, scopes: [], label: '', used: 0 } };
}

/**
 * Whether somebody was a member of a channel until its last session ended, and the channel was not closed since: it enters again
 * without key or invitation. Only guests, whose memberships end with their session.
 */
export function wasInside(world: World, room: RoomId, { id, guest }: { id: UserId; guest: boolean }): boolean {
  const left = guest ? world.member(room, id)?.left : undefined;
  // Leaving, and being removed, are entries of the room.
  if (left === undefined || world.entry(left)?.room?.id === room) return false;
  const { key, 'invite-only': inviteOnly } = world.roomState(room);
  return Math.max(key?.seq ?? 0, inviteOnly?.seq ?? 0) < left;
}

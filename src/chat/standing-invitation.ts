import type { Millis, UserId } from './event.ts';
import { type Listing, userKey } from './moderation-lists.ts';
import type { Lookup } from './ports.ts';
import { may, type RightsWorld } from './rights.ts';

/** What is looked at. */
export type InvitingWorld = Pick<Lookup, 'account' | 'keepers' | 'member' | 'roomState'>;

/** The server. */
const nobody: UserId = 0;

/**
 * Whether an invitation opens its room at that time: it has not ended, and who gave it could give it now. So those that plain
 * members gave do not open a room that became invite-only, nor those of an operator who is one no more. A mask of names is
 * a setting of the room, and stands until it is unlisted.
 */
export function stands(world: InvitingWorld, { room, user, key, by, until }: Listing, at: Millis): boolean {
  if (until !== 0 && until <= at) return false;
  if (by.id === nobody || user === undefined || key !== userKey(user)) return true;
  const rights: RightsWorld = {
    account: (id) => world.account(id),
    keepers: (id) => world.keepers(id),
    roomState: (id) => world.roomState(id),
    role(id, member) {
      const row = world.member(id, member);
      return row?.left === undefined ? row?.role : undefined;
    },
  };
  return may(rights, 'invite', by.id, room) === undefined;
}

import type { Millis, UserId } from '#chat/event.ts';
import { type Listing, userKey } from './moderation-lists.ts';
import type { Lookup } from '#chat/ports.ts';
import { may, type RightsWorld } from './rights.ts';

/** The look-ups that judging an invitation needs. */
export type InvitingWorld = Pick<Lookup, 'account' | 'ownersAndOperators' | 'member' | 'roomState'>;

/** The server, as the one who gave an invitation. */
const server: UserId = 0;

/**
 * Whether an invitation opens its room at that time: it has not ended, and the one who gave it could give it now. So an invitation
 * from a plain member does not open a room that became invite-only, nor one from a former operator. A mask of names is
 * a setting of the room, and is valid until it is unlisted.
 */
export function isValidInvitation(world: InvitingWorld, { room, user, key, by, until }: Listing, at: Millis): boolean {
  if (until !== 0 && until <= at) return false;
  if (by.id === server || user === undefined || key !== userKey(user)) return true;
  const rights: RightsWorld = {
    account: (id) => world.account(id),
    ownersAndOperators: (id) => world.ownersAndOperators(id),
    roomState: (id) => world.roomState(id),
    role(id, member) {
      const row = world.member(id, member);
      return row?.left === undefined ? row?.role : undefined;
    },
  };
  return may(rights, 'invite', by.id, room) === undefined;
}

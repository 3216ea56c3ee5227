import type { Membership, Seq, UserId } from '#chat/event.ts';
import type { Store } from '#chat/ports.ts';
import { isMember, type Reading } from '#chat/readable/readable.ts';
import type { Roster } from '#chat/hub/presence/roster.ts';

export interface MembershipsShown extends Reading {
  readonly roster: Pick<Roster, 'isHere' | 'roomsOf'>;
  readonly store: Pick<Store, 'member' | 'roomState' | 'memberships'>;
  readonly shown: Seq;
}

/** The channels that a user is a member of, as of what was shown; also of an account that is not present. */
export const membershipsOf = ({ roster, store, shown }: MembershipsShown, user: UserId): readonly Membership[] =>
  roster.isHere(user)
    ? roster.roomsOf(user)
    : store.memberships(user).filter(({ id }) => isMember({ store, shown }, id, user));

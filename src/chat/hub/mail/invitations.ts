import type { Entry, Millis, Seq, UserId } from '#chat/event.ts';
import type { Store } from '#chat/ports.ts';
import { type InvitingWorld, isValidInvitation } from '#chat/rights/valid-invitation.ts';

/** Invitations that are told to an account when it comes back: the newest ones. */
export const toldInvitations = 20;

/** What is looked at. */
export type InvitationStore = InvitingWorld & Pick<Store, 'invitations' | 'entry' | 'ignored'>;

/**
 * The entries by which an account was invited after a place and before another, as far as the invitations are valid and
 * are not from somebody the account ignores. In their order.
 */
export function invitationsTo(
  store: InvitationStore,
  account: UserId,
  { after, before }: { readonly after: Seq; readonly before: Seq },
  now: Millis,
): readonly Entry[] {
  const rows = store
    .invitations(account)
    .filter((row) => after < row.seq && row.seq < before && isValidInvitation(store, row, now));
  if (rows.length === 0) return none;
  const ignored = store.ignored(account);
  return rows
    .filter(({ by }) => !ignored.has(by.id))
    .toSorted((one, other) => one.seq - other.seq)
    .slice(-toldInvitations)
    .flatMap(({ seq }) => {
      const entry = store.entry(seq);
      // The row may also be a mask that matches the account, which is not told of masks.
      return entry?.event.kind === 'invited' ? [entry] : [];
    });
}

const none: readonly Entry[] = [];

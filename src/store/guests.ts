import type { Presence } from '#chat/effect.ts';
import type { UserId } from '#chat/event.ts';
import { maxFormerGuests } from '#chat/limits.ts';
import { integer } from './row-values.ts';
import type { Tables } from './tables.ts';

/** Guests who may come back are counted once in this many seqs. */
const sweep = 64;

/** Guests have a row while they are present, or may come back. Accounts have their own. */
export function movePresence(tables: Tables, { user, guest, here, until }: Presence, seq: number): void {
  if (!guest) return;
  const { on } = tables;
  if (here) on.addGuest.get(user.id, user.name);
  else if (until === 0) removeGuest(tables, user.id);
  else if (on.endGuest.get(seq, user.id)) {
    on.leaveChannels.get(seq, user.id);
    on.endGuestToken.get(until, user.id);
    // By the order, because a wrong clock must delete nothing.
    if (seq % sweep === 0) forgetOldestGuests(tables);
  }
}

/** The token of a guest, if it has one, is not valid from here on. */
export function endReturn({ on, guestTokens }: Tables, guest: UserId): void {
  if (guestTokens.any) on.removeGuestToken.get(guest);
}

/** Those who departed first may not come back any more. */
export function forgetOldestGuests(tables: Tables): void {
  if (!tables.guestTokens.any) return;
  for (const row of tables.on.oldestGuests.all(maxFormerGuests)) removeGuest(tables, integer(row[0]));
}

/** A guest that will not come back is removed from all its rooms. */
function removeGuest(tables: Tables, id: UserId): void {
  const { on, listings, clientIds, ignored, mentioned, spoken } = tables;
  if (!on.removeGuest.get(id)) return;
  on.removeMember.get(id);
  endReturn(tables, id);
  if (spoken.any) on.removeSpoke.get(id);
  listings.forget(id);
  ignored.end(id);
  if (clientIds.any) on.removeOnce.get(id);
  if (mentioned.any) on.removeMentions.get(id);
}

import type { Millis } from '#chat/event.ts';
import { type Grant, isGrant, scopesOf } from '#chat/rights/grant.ts';
import type { Store } from '#chat/ports.ts';
import type { TokenRow } from '#chat/rights/token.ts';

/** The grant of a code, if it is in force at that time. */
export function grantOfToken(
  store: Pick<Store, 'account' | 'room'>,
  token: TokenRow | undefined,
  now: Millis,
): Grant | undefined {
  const account = token && store.account(token.owner);
  if (!account || !isGrant(token, now)) return undefined;
  const { id, hash, purpose, label, until, at, used, room } = token;
  return {
    id,
    hash,
    purpose,
    account: { id: account.id, name: account.name },
    scopes: scopesOf(token),
    label,
    ...(room !== 0 && { room: { id: room, name: store.room(room)?.name ?? '' } }),
    until,
    at,
    used,
  };
}

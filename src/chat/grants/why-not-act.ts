import { userOf } from '#chat/order/judge-grant.ts';
import { whyBanned } from '#chat/order/bans.ts';
import type { World } from '#chat/order/world.ts';
import { type Grant, isGrant } from '#chat/rights/grant.ts';
import type { Clock, Store } from '#chat/ports.ts';
import type { Refusal } from '#chat/refusal.ts';

export interface JudgingGrants {
  readonly world: World;
  readonly store: Pick<Store, 'token'>;
  readonly clock: Pick<Clock, 'now'>;
  /** The keyed hash of the network of an address. */
  readonly hashOf: (address: string) => string | undefined;
}

/** Why a grant is of no use from an address: it was revoked or has ended, or its account or that network is banned. */
export function whyNotAct(
  { world, store, clock, hashOf }: JudgingGrants,
  grant: Pick<Grant, 'account' | 'hash'>,
  address: string,
): Refusal | undefined {
  const user = userOf(world, grant.account.id);
  if (!user || !isGrant(store.token(grant.hash), clock.now())) return { code: 'grant-invalid' };
  const hash = hashOf(address);
  const addresses = hash === undefined ? user.addresses : [...(user.addresses ?? []), hash];
  return whyBanned(world, { ...user, addresses }, false, clock.now());
}

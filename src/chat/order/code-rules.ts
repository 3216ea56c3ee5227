import type { Effect } from '#chat/effect.ts';
import type { Millis, Ordered, UsedCode, UserId } from '#chat/event.ts';
import type { Refusal, RefusalCode } from '#chat/refusal.ts';
import { may, serverRoleOf } from '#chat/rights/rights.ts';
import { isFor, isSpendable, type Spending, type TokenRow } from '#chat/rights/token.ts';
import { server } from './verdict.ts';
import type { World } from './world.ts';

/** Spends a code once, by its hash. */
export function spend(world: World, { draft: { at } }: Ordered, hash: string, what: Spending): Effect | Refusal {
  const token = world.token(hash);
  if (isSpendable(token, what, at) && isGiven(world, token)) return { kind: 'token', change: 'spent', id: token.id };
  const until = endOf(token, what, at);
  return { code: 'token-invalid', ...(until !== undefined && { until, at }) };
}

/** What the right to make a code depends on. */
type CodeFor = Pick<TokenRow, 'purpose' | 'room' | 'owner'>;

/** Why an account may not make a code like this one now. */
export function whyNotMake(world: World, { purpose, room, owner }: CodeFor, by: UserId): RefusalCode | undefined {
  if (purpose === 'invite-room') return may(world, 'invite', by, room);
  const role = serverRoleOf(world, by);
  if (role === 'owner') return undefined;
  // An operator could otherwise become an owner.
  const isSafe = purpose === 'invite-server' || serverRoleOf(world, owner) === undefined;
  return role && isSafe ? undefined : 'not-allowed';
}

/** What an account has made opens nothing while that account could not make it. */
const isGiven = (world: World, token: TokenRow): boolean =>
  token.by === server.id || whyNotMake(world, token, token.by) === undefined;

/** What is kept of the use of a code that was spent. */
export function usedCode(world: World, hash: string): { readonly used?: UsedCode } {
  const token = world.token(hash);
  if (!token) return {};
  const { id, by } = token;
  return { used: { token: id, by: { id: by, name: by === 0 ? server.name : (world.account(by)?.name ?? '') } } };
}

/** When a code that was for this has ended: its holder may know that. Undefined for all others. */
const endOf = (token: TokenRow | undefined, what: Spending, at: Millis): Millis | undefined =>
  token && isFor(token, what) && token.uses > 0 && token.until !== 0 && token.until <= at ? token.until : undefined;

/** Its maker, the account for which it acts, the operators of the server, and those of its room. A device: only its own account. */
export const mayRevoke = (world: World, { by, room, purpose, owner }: TokenRow, user: UserId): boolean =>
  owner === user ||
  (purpose !== 'device' &&
    (by === user ||
      serverRoleOf(world, user) !== undefined ||
      (room !== 0 && may(world, 'set', user, room) === undefined)));

import type { Effect } from '#chat/effect.ts';
import type { Ordered, UserId } from '#chat/event.ts';
import { may, serverRoleOf } from '#chat/rights.ts';
import { isSpendable, type Spending, type TokenRow } from '#chat/token.ts';
import type { World } from './world.ts';

/** Spends a code once, by its hash. */
export function spend(
  world: World,
  { draft: { at } }: Ordered,
  hash: string,
  what: Spending,
): Effect | 'token-invalid' {
  const token = world.token(hash);
  return isSpendable(token, what, at) ? { kind: 'token', change: 'spent', id: token.id } : 'token-invalid';
}

/** Who made it, the operators of the server, and those of the room it admits to. */
export const mayRevoke = (world: World, { by, room }: TokenRow, user: UserId): boolean =>
  by === user || serverRoleOf(world, user) !== undefined || (room !== 0 && may(world, 'set', user, room) === undefined);

import type { Effect } from '#chat/effect.ts';
import type { Ordered } from '#chat/event.ts';
import { isSpendable, type Spending } from '#chat/token.ts';
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

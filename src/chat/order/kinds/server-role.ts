import type { Asked, Ordered, ServerRole, Speaker } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import { serverRoleOf } from '#chat/rights/rights.ts';
import { accept, entryOf, noOp, refuse, server } from '#chat/order/verdict.ts';
import { accountNamed, type World } from '#chat/order/world.ts';
import { kind, type Kind } from './kind.ts';

type Given = ServerRole | 'none';

/** Only owners give and take roles. The last owner cannot step down; a node can take the role from it. */
export const serverRole: Kind<'serverRole'> = kind({
  kept: true,
  byNode: (world, ordered, asked) => judge(world, ordered, asked, server),
  byUser(world, ordered, asked, user) {
    if (serverRoleOf(world, user.id) !== 'owner') return refuse('not-allowed');
    return judge(world, ordered, asked, user.ref);
  },
  effects: (_world, _entry, { user, role }) => [
    { kind: 'serverRole', user: user.id, role: role === 'none' ? undefined : role },
  ],
});

function judge(world: World, ordered: Ordered, { user: name, role }: Asked<'serverRole'>, by: Speaker): Verdict {
  if (!isGiven(role)) return refuse('unavailable');
  const account = accountNamed(world, name);
  if (!account) return refuse('no-user');
  const { id } = account;
  const before: Given = serverRoleOf(world, id) ?? 'none';
  if (role === before) return noOp(by);
  if (before === 'owner' && by !== server && !hasOtherOwner(world, id)) return refuse('last-owner');
  return accept(
    serverRole,
    world,
    entryOf(ordered, by, {
      kind: 'serverRole',
      user: { id, name: account.name },
      role,
      before,
    }),
  );
}

const isGiven = (role: string): role is Given => role === 'operator' || role === 'owner' || role === 'none';

const hasOtherOwner = (world: World, but: number): boolean =>
  world.serverOwnersAndOperators().some(({ user, role }) => role === 'owner' && user !== but);

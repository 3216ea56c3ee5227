import type { AccountChanged, Effect } from '#chat/effect.ts';
import type { Entry, Ordered, Speaker } from '#chat/event.ts';
import { type Name, parseGroup, parseName } from '#chat/names.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { nameHeld } from '#chat/order/name-held.ts';
import { succession } from '#chat/order/succession.ts';
import { accept, refuse } from '#chat/order/verdict.ts';
import type { Present, World } from '#chat/order/world.ts';
import { kind, type Kind } from './kind.ts';

/** Made by a node, for a free name; or by the guest who has the name, and keeps its id. */
export const registered: Kind<'registered'> = kind({
  kept: false,
  byNode: (world, ordered, { name, group }) =>
    judgeRegistered(world, ordered, group ? parseGroup(name) : parseName(name), undefined),
  byUser(world, ordered, _asked, user) {
    if (!user.guest) return refuse('registered-already');
    const registration = world.setting('registration');
    if (registration !== 'open') return refuse(registration === 'closed' ? 'registration-closed' : 'code-needed');
    return judgeRegistered(world, ordered, parseName(user.name), user);
  },
  effects: (world, entry) => [changed('made', world, entry)],
});

function judgeRegistered(
  world: World,
  ordered: Ordered,
  parsed: Name | RefusalCode,
  guest: Present | undefined,
): Verdict {
  if (typeof parsed === 'string') return refuse(parsed);
  const held = nameHeld(world, parsed, guest);
  if (held) return refuse(held);
  const user: Speaker = { id: guest?.id ?? ordered.seq, name: parsed.name, account: true };
  return accept(registered, world, ordered, user, { kind: 'registered' });
}

export const credential: Kind<'credential'> = kind({
  kept: false,
  byNode(world, ordered, { account: id }) {
    const account = world.account(id);
    if (!account) return refuse('no-user');
    return accept(credential, world, ordered, { id, name: account.name, account: true }, { kind: 'credential' });
  },
  effects: (world, entry) => [changed('credential', world, entry)],
});

/** A present user goes on as a guest, so that its name is free when its sessions have ended. */
export const unregistered: Kind<'unregistered'> = kind({
  kept: false,
  byNode(world, ordered, { account: id }) {
    const account = world.account(id);
    if (!account) return refuse('no-user');
    const here = world.present(id) !== undefined;
    return accept(
      unregistered,
      world,
      ordered,
      { id, name: account.name, account: true },
      { kind: 'unregistered', here },
    );
  },
  /** The roles of an account end with it, also where its user stays as a guest. */
  effects(world, entry) {
    const { id } = entry.from;
    const rooms = world.memberships(id);
    const plain = rooms.flatMap(({ id: room, role }): readonly Effect[] =>
      role === 'member' ? [] : [{ kind: 'role', room, user: id, role: 'member' }],
    );
    return [changed('removed', world, entry), ...plain, ...succession(world, [{ id, rooms }])];
  },
});

const changed = (change: AccountChanged['change'], world: World, { seq, at, from }: Entry): AccountChanged => ({
  kind: 'account',
  change,
  user: from,
  at,
  delivered: seq,
  here: world.present(from.id) !== undefined,
});

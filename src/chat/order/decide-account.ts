import { nameHeld } from './decide-coming.ts';
import type { Ordered, UserId, Verdict } from '#chat/event.ts';
import { parseName } from '#chat/names.ts';
import { accept, refuse } from './verdict.ts';
import type { Present, World } from './world.ts';

/** By a node, for a name nobody bears; or by the guest who bears it, and keeps its id. */
export function decideRegistered(world: World, ordered: Ordered, wanted: string, guest: Present | undefined): Verdict {
  if (guest && !guest.guest) return refuse('registered-already');
  const parsed = parseName(wanted);
  if (typeof parsed === 'string') return refuse(parsed);
  const held = nameHeld(world, parsed, guest);
  if (held) return refuse(held);
  return accept(world, ordered, { id: guest?.id ?? ordered.seq, name: parsed.name }, { kind: 'registered' });
}

export function decideCredential(world: World, ordered: Ordered, id: UserId): Verdict {
  const account = world.account(id);
  if (!account) return refuse('no-user');
  return accept(world, ordered, { id, name: account.name }, { kind: 'credential' });
}

/** Who is present goes on as a guest, so that its sessions end as those of guests do, and its name with them. */
export function decideUnregistered(world: World, ordered: Ordered, id: UserId): Verdict {
  const account = world.account(id);
  if (!account) return refuse('no-user');
  const here = world.present(id) !== undefined;
  return accept(world, ordered, { id, name: account.name }, { kind: 'unregistered', here });
}

import type { AccountChanged, Effect } from '#chat/effect.ts';
import type { AccountRow } from '#chat/ports.ts';
import { whyBanned } from '#chat/order/bans.ts';
import { spend, usedCode } from '#chat/order/code-rules.ts';
import type { Entry, Ordered, Speaker, UsedCode } from '#chat/event.ts';
import { type Name, parseGroup, parseName } from '#chat/names/names.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { nameTaken } from '#chat/order/name-taken.ts';
import { succession } from '#chat/order/succession.ts';
import { accept, entryOf, refuse } from '#chat/order/verdict.ts';
import type { Present, World } from '#chat/order/world.ts';
import { asking, type Judges, type EventRules, kind, type Kind } from './kind.ts';

/** Made by a node, for a free name; or by the guest who has the name, and keeps its id. */
export const registered: Kind<'registered'> = kind({
  kept: false,
  byNode(world, ordered, { name, group, code, person }) {
    const parsed = group ? parseGroup(name) : parseName(name);
    if (!person) return judgeRegistered(world, ordered, parsed, undefined);
    if (typeof parsed === 'string') return refuse(parsed);
    const addresses = person.address === undefined ? undefined : [person.address];
    const out = whyBanned(world, { id: nobody, name: parsed.name, addresses }, true, ordered.draft.at);
    return out ? refuse(out) : judgeByThemselves(world, ordered, parsed, code);
  },
  byUser(world, ordered, { code }, user) {
    if (!user.guest) return refuse('registered-already');
    return judgeByThemselves(world, ordered, parseName(user.name), code, user);
  },
  concerns: (world, { from }) => world.present(from.id)?.rooms ?? [],
  effects: (world, entry) => [changed('made', world, entry)],
});

/** As a matcher of lists sees somebody who has no id yet. */
const nobody = 0;

/** People make accounts for themselves as far as the settings of the chat let them. */
function judgeByThemselves(
  world: World,
  ordered: Ordered,
  parsed: Name | RefusalCode,
  code: string | undefined,
  guest?: Present,
): Verdict {
  const registration = world.setting('registration');
  if (registration === 'closed') return refuse('registration-closed');
  // A listener may ask for a code where the chat does not.
  if (code === undefined && registration === 'invite') return refuse('code-needed');
  const spent = code === undefined ? undefined : spend(world, ordered, code, { purpose: 'invite-server' });
  if (spent && 'code' in spent) return refuse(spent);
  const used = spent && code !== undefined ? usedCode(world, code).used : undefined;
  return judgeRegistered(world, ordered, parsed, guest, spent && used && { spent, used });
}

function judgeRegistered(
  world: World,
  ordered: Ordered,
  parsed: Name | RefusalCode,
  guest: Present | undefined,
  invited?: { readonly spent: Effect; readonly used: UsedCode },
): Verdict {
  if (typeof parsed === 'string') return refuse(parsed);
  const held = nameTaken(world, parsed, guest);
  if (held) return refuse(held);
  const user: Speaker = { id: guest?.id ?? ordered.seq, name: parsed.name, account: true };
  if (!invited) return accept(registered, world, entryOf(ordered, user, { kind: 'registered' }));
  const event = { kind: 'registeredWith', used: invited.used } as const;
  return accept(registeredWith, world, entryOf(ordered, user, event), [invited.spent]);
}

/** Kept, so that the audit tells who was let in by whom. */
const registeredWith: EventRules<'registeredWith'> = {
  kept: true,
  concerns: (world, { from }) => world.present(from.id)?.rooms ?? [],
  effects: (world, entry) => [changed('made', world, entry)],
};

/** Makes the account and gives it its role in one step, so that nobody else can be the first. */
export const claimed: Judges<'claimed'> = asking({
  bySession(world, ordered, { name: wanted, code }) {
    const spent = spend(world, ordered, code, { purpose: 'owner' });
    if ('code' in spent || world.serverOwnersAndOperators().some(({ role }) => role === 'owner')) {
      return refuse('token-invalid');
    }
    const parsed = parseName(wanted);
    if (typeof parsed === 'string') return refuse(parsed);
    const held = nameTaken(world, parsed);
    if (held) return refuse(held);
    const user: Speaker = { id: ordered.seq, name: parsed.name, account: true };
    const how: EventRules<'serverRole'> = {
      kept: true,
      effects: (_world, entry) => [
        changed('made', world, entry),
        { kind: 'serverRole', user: user.id, role: 'owner' },
        spent,
      ],
    };
    const owner = { id: user.id, name: user.name };
    return accept(
      how,
      world,
      entryOf(ordered, user, { kind: 'serverRole', user: owner, role: 'owner', before: 'none' }),
    );
  },
});

export const credential: Kind<'credential'> = kind({
  kept: true,
  bySession(world, ordered, { account: id, code }) {
    const account = world.account(id);
    if (ordered.draft.session === 0) return account ? judgeCredential(world, ordered, account) : refuse('no-user');
    if (code === undefined) return refuse('unavailable');
    const spent = spend(world, ordered, code, { purpose: 'password-reset' });
    if ('code' in spent) return refuse(spent);
    if (!account || world.token(code)?.owner !== id) return refuse('token-invalid');
    return judgeCredential(world, ordered, account, { spent, ...usedCode(world, code) });
  },
  effects: (world, entry) => [changed('credential', world, entry)],
});

function judgeCredential(
  world: World,
  ordered: Ordered,
  { id, name }: AccountRow,
  by?: { readonly spent: Effect; readonly used?: UsedCode },
): Verdict {
  const event = { kind: 'credential', ...(by?.used && { used: by.used }) } as const;
  return accept(credential, world, entryOf(ordered, { id, name, account: true }, event), by && [by.spent]);
}

/** A present user goes on as a guest, so that its name is free when its sessions have ended. */
export const unregistered: Kind<'unregistered'> = kind({
  kept: true,
  byNode(world, ordered, { account: id }) {
    const account = world.account(id);
    if (!account) return refuse('no-user');
    const here = world.present(id) !== undefined;
    return accept(
      unregistered,
      world,
      entryOf(ordered, { id, name: account.name, account: true }, { kind: 'unregistered', here }),
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

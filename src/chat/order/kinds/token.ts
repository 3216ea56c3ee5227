import type { Effect } from '#chat/effect.ts';
import type { Asked, Event, Ordered, Speaker } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { may, serverRoleOf } from '#chat/rights.ts';
import { firstOwner, maxTokens, maxUses, type TokenRow } from '#chat/token.ts';
import { seenChannel } from '#chat/order/channels.ts';
import { mayRevoke } from '#chat/order/tokens.ts';
import { accept, refuse, server } from '#chat/order/verdict.ts';
import type { Present, World } from '#chat/order/world.ts';
import { kind, type Kind } from './kind.ts';

type Made = Asked<'tokenMade'>;

export const tokenMade: Kind<'tokenMade'> = kind({
  kept: true,
  byNode: (world, ordered, asked) => judgeMade(world, ordered, asked, server),
  byUser(world, ordered, asked, user) {
    const code = mayMake(world, ordered, asked, user);
    return code ? refuse(code) : judgeMade(world, ordered, asked, user.ref);
  },
});

/** Only accounts: what a guest has made would outlive it. */
function mayMake(world: World, { draft }: Ordered, asked: Made, { id, guest }: Present): RefusalCode | undefined {
  if (guest || asked.purpose === 'owner') return 'not-allowed';
  if (asked.purpose === 'invite-room') {
    const room = seenChannel(world, id, draft.room ?? '');
    return room ? may(world, 'invite', id, room.id) : 'no-room';
  }
  const role = serverRoleOf(world, id);
  if (role === 'owner') return undefined;
  // An operator could otherwise become an owner.
  const isSafe = asked.purpose === 'invite-server' || serverRoleOf(world, asked.account ?? 0) === undefined;
  return role && isSafe ? undefined : 'not-allowed';
}

function judgeMade(world: World, ordered: Ordered, asked: Made, by: Speaker): Verdict {
  const limits = whyNotLike(asked, ordered) ?? whyNoMore(world, asked, by);
  if (limits) return refuse(limits);
  const what = targetOf(world, ordered, asked);
  if (typeof what === 'string') return refuse(what);
  const { purpose, hash, uses, until } = asked;
  const event = { kind: 'tokenMade', purpose, uses, ...(until !== undefined && { until }), ...what } as const;
  const { seq, draft } = ordered;
  const [owner, room] = [purpose === 'owner' ? firstOwner : (what.account?.id ?? 0), what.to?.id ?? 0];
  const token = { id: seq, hash, purpose, owner, room, until: until ?? 0, uses, at: draft.at, by: by.id };
  const made: Effect = { kind: 'token', change: 'made', token };
  return accept(tokenMade, world, ordered, by, event, undefined, [made]);
}

const sha256 = /^[0-9a-f]{64}$/;

function whyNotLike({ purpose, hash, uses, until }: Made, { draft }: Ordered): RefusalCode | undefined {
  if (!sha256.test(hash)) return 'token-invalid';
  if (until !== undefined && !(Number.isSafeInteger(until) && until > draft.at)) return 'token-limits';
  const most = purpose === 'password-reset' || purpose === 'owner' ? 1 : maxUses;
  return Number.isSafeInteger(uses) && uses >= 1 && uses <= most ? undefined : 'token-limits';
}

function whyNoMore(world: World, { hash }: Made, by: Speaker): RefusalCode | undefined {
  if (world.token(hash)) return 'token-invalid';
  return world.countTokens(by.id) < maxTokens ? undefined : 'too-many-tokens';
}

/** The room it admits to, or the account whose password it sets. */
function targetOf(
  world: World,
  { draft }: Ordered,
  { purpose, account: id = 0 }: Made,
): Pick<Event<'tokenMade'>, 'to' | 'account'> | RefusalCode {
  if (purpose === 'invite-server' || purpose === 'owner') return {};
  if (purpose === 'password-reset') {
    const account = world.account(id);
    return account ? { account: { id, name: account.name } } : 'no-user';
  }
  const room = world.channel(draft.room ?? '');
  return room ? { to: { id: room.id, name: room.name } } : 'no-room';
}

export const tokenRevoked: Kind<'tokenRevoked'> = kind({
  kept: true,
  byNode(world, ordered, { token: id }) {
    const token = world.tokenOfId(id);
    return token ? judgeRevoked(world, ordered, token, server) : refuse('token-invalid');
  },
  byUser(world, ordered, { token: id }, user) {
    const token = world.tokenOfId(id);
    // Who may not revoke it does not learn that it is there.
    return token && mayRevoke(world, token, user.id)
      ? judgeRevoked(world, ordered, token, user.ref)
      : refuse('token-invalid');
  },
  effects: (_world, _entry, { token }) => [{ kind: 'token', change: 'revoked', id: token }],
});

const judgeRevoked = (world: World, ordered: Ordered, { id, purpose }: TokenRow, by: Speaker): Verdict =>
  accept(tokenRevoked, world, ordered, by, { kind: 'tokenRevoked', token: id, purpose });

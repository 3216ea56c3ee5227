import type { Effect } from '#chat/effect.ts';
import type { Asked, Event, Ordered, Speaker } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import {
  firstOwner,
  type GrantPurpose,
  isMadePurpose,
  type MadePurpose,
  maxTokens,
  maxUses,
  type TokenRow,
} from '#chat/rights/token.ts';
import { seenChannel } from '#chat/order/channels.ts';
import { deviceLasts, isGrant, isGrantPurpose } from '#chat/rights/grant.ts';
import { ended, grantMade, isGrantAsked, loggedOut as everywhere } from '#chat/order/grant-rules.ts';
import { mayRevoke, whyNotMake } from '#chat/order/code-rules.ts';
import { accept, entryOf, refuse, server } from '#chat/order/verdict.ts';
import type { Present, World } from '#chat/order/world.ts';
import { asking, type Judges, kind, type Kind } from './kind.ts';

type Made = Asked<'tokenMade'>;

export const tokenMade: Kind<'tokenMade'> = kind({
  kept: true,
  byNode: (world, ordered, asked) =>
    isGrantAsked(asked) ? judgeGrant(world, ordered, asked, undefined) : judgeMade(world, ordered, asked, server),
  byUser(world, ordered, asked, user) {
    if (isGrantAsked(asked)) return judgeGrant(world, ordered, asked, user);
    const code = mayMake(world, ordered, asked, user);
    return code ? refuse(code) : judgeMade(world, ordered, asked, user.ref);
  },
});

/** Only accounts: what a guest has made would outlive it. */
function mayMake(world: World, { draft }: Ordered, asked: Made, { id, guest }: Present): RefusalCode | undefined {
  if (guest || asked.purpose === 'owner') return 'not-allowed';
  const room = asked.purpose === 'invite-room' ? seenChannel(world, id, draft.room ?? '') : undefined;
  if (asked.purpose === 'invite-room' && !room) return 'no-room';
  return whyNotMake(world, { purpose: asked.purpose, room: room?.id ?? 0, owner: asked.account ?? 0 }, id);
}

/**
 * A device is for whom a node has checked the password, and is logged in by that: nothing is told or kept. What an account lets
 * others do is kept.
 */
function judgeGrant(
  world: World,
  ordered: Ordered,
  asked: Made & { readonly purpose: GrantPurpose },
  user: Present | undefined,
): Verdict {
  if (user && (user.guest || asked.purpose === 'device')) return refuse('not-allowed');
  const limits = whyNotLike(asked, ordered);
  if (limits) return refuse(limits);
  if (world.token(asked.hash)) return refuse('token-invalid');
  const made = grantMade(world, ordered, asked, user);
  if (typeof made === 'string') return refuse(made);
  const { event, effects } = made;
  if (asked.purpose === 'device') return { kind: 'applied', effects };
  return accept(tokenMade, world, entryOf(ordered, user?.ref ?? server, event), effects);
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
  const common = { id: seq, hash, purpose, owner, room, until: until ?? 0, uses, at: draft.at, by: by.id };
  const token: TokenRow = { ...common, scopes: [], label: '', used: 0 };
  const made: Effect = { kind: 'token', change: 'made', token };
  return accept(tokenMade, world, entryOf(ordered, by, event), [made]);
}

const sha256 = /^[0-9a-f]{64}$/;

function whyNotLike({ purpose, hash, uses, until }: Made, { draft }: Ordered): RefusalCode | undefined {
  if (!sha256.test(hash)) return 'token-invalid';
  if (until !== undefined && !(Number.isSafeInteger(until) && until > draft.at)) return 'token-limits';
  const most = purpose === 'invite-server' || purpose === 'invite-room' ? maxUses : 1;
  return Number.isSafeInteger(uses) && uses >= 1 && uses <= most ? undefined : 'token-limits';
}

function whyNoMore(world: World, { hash }: Made, by: Speaker): RefusalCode | undefined {
  if (world.token(hash)) return 'token-invalid';
  return world.countTokens(by.id) < maxTokens ? undefined : 'too-many-tokens';
}

/** The room that it opens, or the account whose password it sets. */
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
    return isMade(token) ? judgeRevoked(world, ordered, token, server) : refuse('token-invalid');
  },
  byUser(world, ordered, { token: id }, user) {
    const token = world.tokenOfId(id);
    // Users who may not revoke it do not learn that it exists.
    return isMade(token) && mayRevoke(world, token, user.id)
      ? judgeRevoked(world, ordered, token, user.ref)
      : refuse('token-invalid');
  },
});

/** A code or a grant: the token of a guest's session ends with that. */
const isMade = (token: TokenRow | undefined): token is TokenRow & { readonly purpose: MadePurpose } =>
  token !== undefined && isMadePurpose(token.purpose);

/** When a user logs out its own device, nobody is told. */
function judgeRevoked(
  world: World,
  ordered: Ordered,
  token: TokenRow & { readonly purpose: MadePurpose },
  by: Speaker,
): Verdict {
  const { id, purpose, label } = token;
  const effects = [ended(token)];
  if (purpose === 'device' && by !== server) return { kind: 'applied', effects };
  const account = isGrantPurpose(purpose) ? world.account(token.owner) : undefined;
  const whose = account && { account: { id: account.id, name: account.name }, label };
  const event = { kind: 'tokenRevoked', token: id, purpose, ...whose } as const;
  return accept(tokenRevoked, world, entryOf(ordered, by, event), effects);
}

/** What a node does to an account is kept. */
export const loggedOut: Judges<'loggedOut'> = asking({
  byNode(world, ordered, { account: id = 0 }) {
    const account = world.account(id);
    if (!account) return refuse('no-user');
    const event = { kind: 'tokenRevoked', token: 0, purpose: 'device', account: { id, name: account.name } } as const;
    return accept(tokenRevoked, world, entryOf(ordered, server, event), everywhere(world, id));
  },
  byUser: (world, _ordered, _asked, { id, guest }) =>
    guest ? refuse('not-allowed') : { kind: 'applied', effects: everywhere(world, id) },
});

/** Prolongs a device; of the others only the use is noted. */
export const used: Judges<'used'> = asking({
  byNode(world, { draft: { at } }, { grant }) {
    const token = world.token(grant);
    if (!isGrant(token, at)) return refuse('grant-invalid');
    const until = token.purpose === 'device' ? Math.max(token.until, at + deviceLasts) : token.until;
    return { kind: 'applied', effects: [{ kind: 'token', change: 'used', id: token.id, at, until }] };
  },
});

import type { Acting, Asked, AskedKind, Ordered, UserId } from '#chat/event.ts';
import { isGrant, scopesOf } from '#chat/rights/grant.ts';
import { scopeFor } from '#chat/rights/needed-scope.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { TokenRow } from '#chat/rights/token.ts';
import { whyBanned } from './bans.ts';
import { tellingNewName } from './former-names.ts';
import type { Judges } from './kinds/kind.ts';
import { judgeRequestId } from './client-request-ids.ts';
import { absent } from './present-user.ts';
import { refuse } from './verdict.ts';
import type { Present, World } from './world.ts';

/** A user as the rules look at it: present, or an account that is away. */
export function userOf(world: World, id: UserId): Present | undefined {
  const here = world.present(id);
  if (here) return here;
  const user = userAway(world, id);
  return user && { ...user, rooms: world.memberships(id) };
}

/** An account that is away, without its rooms, which take long to read. */
export function userAway(world: World, id: UserId): Present | undefined {
  const account = world.account(id);
  return account && { ...absent({ id, name: account.name, account: true }), away: account.away ?? '' };
}

/**
 * Judges a draft that the holder of a grant asks for: as if a session of its account did, if the grant is in force and
 * allows it. That does not make its account present.
 */
export function judgeGrant<K extends AskedKind>(
  world: World,
  ordered: Ordered,
  { byUser }: Judges<K>,
  asked: Asked<K>,
  as: Acting,
): Verdict {
  const { at, once } = ordered.draft;
  const token = world.token(as.grant);
  const actor = actorOf(world, as);
  if (!isGrant(token, at) || token.owner !== as.account || !actor) return refuse('grant-invalid');
  const refusal = whyBanned(world, actor, false, at) ?? whyNotAllowed(world, ordered, token);
  if (refusal) return refuse(refusal);
  if (!byUser) return refuse('unavailable');
  const judge = (): Verdict => byUser(world, ordered, asked, actor);
  return tellingNewName(
    world,
    ordered,
    actor,
    once === undefined ? judge() : judgeRequestId(world, ordered, actor, once, judge),
  );
}

/**
 * The account that somebody acts for. What a program does for it does not mean that its person is back at the keyboard.
 */
export function actorOf(world: World, { account, address }: Pick<Acting, 'account' | 'address'>): Present | undefined {
  const user = userOf(world, account);
  if (!user || user.guest) return undefined;
  const addresses = address === undefined ? user.addresses : [...(user.addresses ?? []), address];
  return { ...user, away: '', addresses };
}

function whyNotAllowed(world: World, { draft }: Ordered, token: TokenRow): RefusalCode | undefined {
  const { event: asked } = draft;
  const scope = scopeFor(asked.kind);
  const { purpose, room } = token;
  if (scope === undefined) return 'out-of-scope';
  if (purpose === 'device') return undefined;
  if (purpose === 'webhook') {
    const speaks = asked.kind === 'message' && world.channel(draft.room ?? '')?.id === room;
    return speaks ? undefined : 'out-of-scope';
  }
  if (scope === 'device') return 'out-of-scope';
  const scopes = scopesOf(token);
  const isOthers = asked.kind === 'redacted' && world.entry(asked.target)?.from.id !== token.owner;
  return scopes.includes(isOthers ? 'moderate' : scope) ? undefined : 'out-of-scope';
}

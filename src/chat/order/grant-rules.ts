import type { Effect } from '#chat/effect.ts';
import type { Asked, Event, Millis, Ordered, RoomRef, Speaker, UserId } from '#chat/event.ts';
import {
  deviceLasts,
  isGrant,
  isGrantPurpose,
  maxBots,
  maxDevices,
  maxLabel,
  maxWebhooks,
} from '#chat/rights/grant.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { may } from '#chat/rights/rights.ts';
import { parseScopes, type Scope } from '#chat/rights/grant-scope.ts';
import type { GrantPurpose, TokenRow } from '#chat/rights/token.ts';
import { seenChannel } from './channels.ts';
import { inOneLine, keepable } from './kept-text.ts';
import type { Present, World } from './world.ts';

type Made = Asked<'tokenMade'>;

/** A grant that may be made, and what that changes. */
export interface GrantMade {
  readonly event: Event<'tokenMade'>;
  readonly effects: readonly Effect[];
}

/**
 * A grant for an account: for the user who asks, or if a node asks (`user` undefined) for the account it names. Grants of
 * its kind that have ended are removed to make space for it.
 */
export function grantMade(
  world: World,
  ordered: Ordered,
  asked: Made & { readonly purpose: GrantPurpose },
  user: Present | undefined,
): GrantMade | RefusalCode {
  const { at } = ordered.draft;
  const { purpose, hash } = asked;
  const owner = user ? user.ref : ownerOf(world, asked);
  if (typeof owner === 'string') return owner;
  const label = labelOf(asked.label);
  if (label === undefined) return 'label-invalid';
  const scopes = purpose === 'bot' ? parseScopes(asked.scopes ?? []) : noScopes;
  if (!scopes) return 'out-of-scope';
  const room = purpose === 'webhook' ? roomOf(world, ordered, owner.id, user) : undefined;
  if (typeof room === 'string') return room;
  const others = room ? world.webhooks(room.id) : world.grants(owner.id).filter((each) => each.purpose === purpose);
  const gone = tokensToRemove(others, purpose, at);
  if (!gone) return 'too-many-grants';
  const token: TokenRow & { readonly purpose: GrantPurpose } = {
    id: ordered.seq,
    hash,
    purpose,
    owner: owner.id,
    room: room?.id ?? 0,
    until: purpose === 'device' ? at + deviceLasts : (asked.until ?? 0),
    uses: 1,
    at,
    by: user?.id ?? 0,
    scopes,
    label,
    // The user who has given the password uses the device.
    used: purpose === 'device' ? at : 0,
  };
  return {
    event: madeEvent(token, owner, room),
    effects: [...gone.map(ended), { kind: 'token', change: 'made', token }],
  };
}

function madeEvent(
  { purpose, until, scopes, label }: TokenRow & { readonly purpose: GrantPurpose },
  { id, name }: Speaker,
  room: RoomRef | undefined,
): Event<'tokenMade'> {
  return {
    kind: 'tokenMade',
    purpose,
    uses: 1,
    ...(until !== 0 && { until }),
    ...(room && { to: room }),
    account: { id, name },
    ...(purpose === 'bot' && { scopes }),
    label,
  };
}

const noScopes: readonly Scope[] = [];

/** A device is made after its password was checked: by then the account may have another one. */
function ownerOf(world: World, { purpose, account: id = 0, version }: Made): Speaker | RefusalCode {
  const account = world.account(id);
  if (purpose === 'device' && account?.version !== version) return 'credential-stale';
  return account ? { id, name: account.name, account: true } : 'no-user';
}

/** The room of a webhook: its account is a member, and may change the settings of the room. */
function roomOf(world: World, { draft }: Ordered, owner: UserId, user: Present | undefined): RoomRef | RefusalCode {
  const name = draft.room ?? '';
  const room = user ? seenChannel(world, owner, name) : world.channel(name);
  if (!room) return 'no-room';
  const refusal = user && may(world, 'set', owner, room.id);
  if (refusal) return refusal;
  return world.role(room.id, owner) ? { id: room.id, name: room.name } : 'not-member';
}

/**
 * Grants that are removed to make space for one more: those that have ended, and of too many devices the least recently
 * used. Undefined: too many are left.
 */
function tokensToRemove(
  others: readonly TokenRow[],
  purpose: GrantPurpose,
  at: Millis,
): readonly TokenRow[] | undefined {
  const gone = others.filter((each) => !isGrant(each, at));
  const left = others.filter((each) => isGrant(each, at));
  if (left.length < limits[purpose]) return gone;
  if (purpose !== 'device') return undefined;
  const [oldest] = left.toSorted((one, other) => one.used - other.used || one.id - other.id);
  return oldest ? [...gone, oldest] : gone;
}

const limits: Readonly<Record<GrantPurpose, number>> = { device: maxDevices, bot: maxBots, webhook: maxWebhooks };

/** One to `maxLabel` characters in one line; undefined for others. */
function labelOf(text = ''): string | undefined {
  const label = inOneLine(keepable(text));
  return label !== '' && label.length <= maxLabel && !/\p{Cc}/u.test(label) ? label : undefined;
}

/** A code or a grant ends. */
export const ended = ({ id, purpose, owner }: TokenRow): Effect => ({
  kind: 'token',
  change: 'revoked',
  id,
  account: purpose === 'device' || purpose === 'bot' ? owner : 0,
});

/** All devices and sessions of an account end. */
export const loggedOut = (world: World, account: UserId): readonly Effect[] => [
  ...world
    .grants(account)
    .filter(({ purpose }) => purpose === 'device')
    .map(ended),
  { kind: 'sessionsEnded', user: account, why: 'logged-out', reason: undefined },
];

export const isGrantAsked = (asked: Made): asked is Made & { readonly purpose: GrantPurpose } =>
  isGrantPurpose(asked.purpose);

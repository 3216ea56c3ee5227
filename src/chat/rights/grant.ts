import type { Millis, RoomRef, Seq, UserRef, Via } from '#chat/event.ts';
import { allScopes, type Scope } from './grant-scope.ts';
import type { GrantPurpose, TokenPurpose, TokenRow } from './token.ts';

export type { GrantPurpose } from './token.ts';

/**
 * Lets its holder act for an account without a session in the rooms. `device`: a browser or program that is logged in, which
 * may do all its account may. `bot`: a program with scopes. `webhook`: it says something in one room. A grant does not
 * contain the code by which it is found, so it may be listed.
 */
export interface Grant {
  /** What it is called in lists, and when it is revoked. */
  readonly id: Seq;
  /** The SHA-256 of its code, in hexadecimal. */
  readonly hash: string;
  readonly purpose: GrantPurpose;
  /** The account it acts for. */
  readonly account: UserRef;
  /** Of a device: all. */
  readonly scopes: readonly Scope[];
  /** What people call it: `Firefox on Linux`, `build bot`. */
  readonly label: string;
  /** The room of a webhook, with the name it has now. */
  readonly room?: RoomRef;
  /** It ends at this time; 0: never. */
  readonly until: Millis;
  readonly at: Millis;
  /** When it was used last, to about a day; 0: not yet. */
  readonly used: Millis;
}

/** `via` of what the holder of a grant asks for: it came by no dialect, but by the HTTP API. No dialect has this number. */
export const viaGrant: Via = 7;

export const isGrantPurpose = (purpose: TokenPurpose): purpose is GrantPurpose =>
  purpose === 'device' || purpose === 'bot' || purpose === 'webhook';

/** The use of a grant is noted, and a device renewed, once in this time, in ms. */
export const usedEvery: Millis = 24 * 60 * 60 * 1000;
/** A device that is not used for this long is logged out, in ms. */
export const deviceLasts: Millis = 90 * usedEvery;
/** Of one account; with one more, the device that was used least lately is logged out. */
export const maxDevices = 20;
export const maxBots = 20;
/** Of one room. */
export const maxWebhooks = 10;
/** Characters of a label. */
export const maxLabel = 64;

/** Whether the row is a grant that is in force at that time. */
export const isGrant = (token: TokenRow | undefined, at: Millis): token is TokenRow & { purpose: GrantPurpose } =>
  token !== undefined && isGrantPurpose(token.purpose) && (token.until === 0 || at < token.until);

/** What a grant allows, whatever its row says. */
export function scopesOf({ purpose, scopes }: Pick<TokenRow, 'purpose' | 'scopes'>): readonly Scope[] {
  if (purpose === 'device') return allScopes;
  return purpose === 'webhook' ? webhookScopes : scopes;
}

const webhookScopes: readonly Scope[] = ['post'];

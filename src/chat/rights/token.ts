import type { Millis, RoomId, Seq, UserId } from '#chat/references.ts';
import type { Scope } from './grant-scope.ts';

/** What a code is for: to register an account, to enter a room, to set a new password, or to become the first owner. */
export type CodePurpose = 'invite-server' | 'invite-room' | 'password-reset' | 'owner';

/** What a grant is for; see `Grant`. */
export type GrantPurpose = 'device' | 'bot' | 'webhook';

/** What is made by a draft `tokenMade`, and may be listed and revoked. */
export type MadePurpose = CodePurpose | GrantPurpose;

/** `guest`: the token of a guest's session, by which the same guest may come back; see `order/former-guests.ts`. */
export type TokenPurpose = MadePurpose | 'guest';

const made: readonly string[] = [
  'invite-server',
  'invite-room',
  'password-reset',
  'owner',
  'device',
  'bot',
  'webhook',
] satisfies readonly MadePurpose[];

export const isMadePurpose = (text: string): text is MadePurpose => made.includes(text);

export const isTokenPurpose = (text: string): text is TokenPurpose => isMadePurpose(text) || text === 'guest';

/** A code that can be spent, or the one of a grant, without the code itself. */
export interface TokenRow {
  /** The entry that made it: what it is called when it is revoked. */
  readonly id: Seq;
  /** The SHA-256 of the code, in hexadecimal. */
  readonly hash: string;
  readonly purpose: TokenPurpose;
  /** The account whose password it sets, or for which it acts, or the guest who has it; 0 for invitations, `firstOwner` for the code of the first owner. */
  readonly owner: UserId;
  /** The room that it opens, or in which a webhook speaks; 0 for other purposes. */
  readonly room: RoomId;
  /**
   * It can be spent, or the grant is in force, or the guest may come back, before this time; 0: at any time, and for a guest who
   * is here. Times are those of drafts.
   */
  readonly until: Millis;
  /** How often it can still be spent. Grants are not spent. */
  readonly uses: number;
  /** When, and by which account, it was made; 0: by the server. */
  readonly at: Millis;
  readonly by: UserId;
  /** Of a bot; empty for others. */
  readonly scopes: readonly Scope[];
  /** What a grant is called; empty for others. */
  readonly label: string;
  /** When a grant was used last, to about a day; 0: not yet, and for others. */
  readonly used: Millis;
}

/** In place of an account: there is one such code at most, and the next one replaces it. */
export const firstOwner: UserId = -1;

/** What a code may be spent for. */
export interface Spending {
  readonly purpose: TokenPurpose;
  /** For an invitation to a room. */
  readonly room?: RoomId;
}

export const isFor = (token: TokenRow, { purpose, room = 0 }: Spending): boolean =>
  token.purpose === purpose && token.room === room;

/** Whether a code can be spent for that, at that time of a draft. */
export const isSpendable = (token: TokenRow | undefined, what: Spending, at: Millis): token is TokenRow =>
  token !== undefined && isFor(token, what) && token.uses > 0 && (token.until === 0 || at < token.until);

/** Codes that one account, or the server, may have made and that were not spent or revoked. Grants do not count. */
export const maxTokens = 1000;
/** How often a code can be spent at most. */
export const maxUses = 100_000;

/** Makes codes and hashes them. */
export interface Codes {
  /** A new code, for the person who is to have it. */
  make(): string;
  /** The SHA-256, in hexadecimal, of a code in the form that `parseCode` gives. */
  hash(code: string): string;
}

import type { Via } from './event.ts';

/** What becomes of an account's earlier sessions on a listener when it comes once more. */
export type SameAccount = 'share' | 'refuse' | 'replace';

/** What holds for the sessions of one listener. */
export interface Rules {
  /** Tells the listener from all others, on all nodes. */
  readonly listener: string;
  /** The dialect it speaks. */
  readonly via?: Via;
  readonly sameAccount: SameAccount;
  /** Whether a guest may make an account of its name. */
  readonly registration: 'open' | 'closed';
  /** Whether somebody may come without a password. */
  readonly guests: boolean;
}

/** Everything is allowed. */
export const openRules: Rules = { listener: '', sameAccount: 'share', registration: 'open', guests: true };

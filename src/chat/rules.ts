import type { Via } from './event.ts';

/** What happens to an account's earlier sessions on a listener when it logs in once more. */
export type SameAccount = 'share' | 'refuse' | 'replace';

/** The rules for the sessions of one listener. */
export interface Rules {
  /** Identifies the listener, on all nodes. */
  readonly listener: string;
  /** The dialect it speaks. */
  readonly via?: Via;
  readonly sameAccount: SameAccount;
  /** Whether a guest may register its name. */
  readonly registration: 'open' | 'closed';
  /** Whether a user may log in without a password. */
  readonly guests: boolean;
}

/** Everything is allowed. */
export const openRules: Rules = { listener: '', sameAccount: 'share', registration: 'open', guests: true };

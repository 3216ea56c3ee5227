import { type Registration, type SetValues, stricter } from './chat-settings.ts';
import type { Via } from '#chat/event.ts';

/** What happens to an account's earlier sessions on a listener when it logs in again. */
export type SameAccount = 'share' | 'refuse' | 'replace';

/** The rules for the sessions of one listener. */
export interface ListenerRules {
  /** Identifies the listener, on all nodes. */
  readonly listener: string;
  /** The dialect it speaks. */
  readonly via?: Via;
  readonly sameAccount: SameAccount;
  /** Whether a guest may register its name. The chat's own setting counts too: the stricter of the two holds. */
  readonly registration: Registration;
  /** Nothing was said for this listener: it does as the chat's setting says, once that is set. */
  readonly registrationFollows?: boolean;
  /** Whether a user may log in without a password, if the chat's own setting allows it. */
  readonly guests: boolean;
}

/** Everything is allowed. */
export const openRules: ListenerRules = { listener: '', sameAccount: 'share', registration: 'open', guests: true };

/** Whether a guest may register its name on a listener with these rules. */
export function registrationOn(rules: ListenerRules, { registration: set }: SetValues): Registration {
  if (set !== 'open' && set !== 'invite' && set !== 'closed') return rules.registration;
  return rules.registrationFollows === true ? set : stricter(rules.registration, set);
}

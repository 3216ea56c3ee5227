import type { Rules } from '#chat/rules.ts';
import { type Policy, rulesOf } from './listener-policy.ts';
import { isLoopback, type ListenerUrl, nameOf } from './listener-url.ts';

/** The rules of a listener. `common`: what is said for all; what is not about one listener is a setting of the whole chat. */
export function rulesFor(listener: ListenerUrl, common: Policy): Rules {
  const { registration: _, guests: __, ...usual } = common;
  const { dialect, host, policy } = listener;
  return rulesOf(nameOf(listener), dialect, { ...usual, ...policy }, isLoopback(host));
}

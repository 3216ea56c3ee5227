import type { ListenerRules } from '#chat/settings/listener-rules.ts';
import { type Policy, rulesOf } from './listener-policy.ts';
import { isLoopback, type ListenerUrl, nameOf } from './listener-url.ts';

/**
 * The rules of a listener. `common`: rules for all listeners; rules that concern no single listener are settings of the
 * chat.
 */
export function rulesFor(listener: ListenerUrl, common: Policy): ListenerRules {
  const { registration: _, guests: __, ...usual } = common;
  const { dialect, host, policy } = listener;
  return rulesOf(nameOf(listener), dialect, { ...usual, ...policy }, isLoopback(host));
}

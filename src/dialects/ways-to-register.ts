import type { Chat } from '#chat/chat.ts';
import type { Listener } from './dialect.ts';

/** How a person gets an account, where guests are not admitted. */
export interface WaysToRegister {
  /** The address of a page where people can register, if there is one. */
  readonly page: string | undefined;
  /** A new name, a password and an invitation code register at the login. */
  readonly byCode: boolean;
}

export const waysToRegister = (
  chat: Pick<Chat, 'registration'>,
  { rules, otherListeners }: Pick<Listener, 'rules' | 'otherListeners'>,
): WaysToRegister => ({ page: otherListeners?.page(), byCode: chat.registration(rules) !== 'closed' });

/**
 * A sentence with a space before it, or nothing: where to register, or whom to ask if only the operator creates
 * accounts.
 */
export function registerAt({ page, byCode }: WaysToRegister): string {
  if (page !== undefined) return ` Register at ${page} first.`;
  return byCode ? '' : ' Ask the operator of this server for an account.';
}

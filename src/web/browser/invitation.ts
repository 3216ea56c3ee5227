import { api } from './api.ts';
import { signIn } from './device.ts';
import { type FieldError, fieldError } from './error-text.ts';
import { RequestError } from './request-error.ts';
import { enter } from './session.ts';
import * as storage from './storage.ts';

interface Person {
  readonly name: string;
  readonly password: string;
  /** Stay signed in with this browser. */
  readonly keep: boolean;
}

/**
 * Uses a one-time token in the page's address: creates the owner's account, or sets a new password. Then the user is
 * signed in. Returns the error.
 */
export async function acceptToken(kind: 'owner' | 'reset', token: string, as: Person): Promise<FieldError | undefined> {
  try {
    const { name, password } = as;
    // The account is known by the code for a new password.
    await api('POST', kind, { token, password, ...(kind === 'owner' && { name }) });
  } catch (error) {
    return fieldError(error);
  }
  location.hash = '#/lobby';
  return signIn(as.name, as.password, as.keep);
}

/** An account that was made here, whose device is still to be logged out. */
let made: string | undefined;

/**
 * Makes an account by an invitation and enters the chat, also where guests may not; returns the error. Without a password
 * the user enters as a guest.
 */
export async function acceptInvitation(
  code: string,
  { name, password, keep }: Person,
): Promise<FieldError | undefined> {
  if (password === '') {
    enter({ name });
    return undefined;
  }
  const account = `${code} ${name}`;
  try {
    // The browser is a device of the account then.
    if (made !== account) await api('POST', 'register', { name, password, code });
    made = account;
    if (!keep) await logOutDevice();
  } catch (error) {
    return fieldError(error);
  }
  made = undefined;
  if (keep) storage.keepDevice(true);
  enter(keep ? { device: true } : { name, password });
  return undefined;
}

/** It is logged out already where the answer to that has been lost. */
async function logOutDevice(): Promise<void> {
  try {
    await api('POST', 'logout', {});
  } catch (error) {
    if (!(error instanceof RequestError) || !/^(?:not-logged-in|grant-invalid)$/.test(error.code)) throw error;
  }
}

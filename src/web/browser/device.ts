import { api } from './api.ts';
import { type FieldError, fieldError } from './error-text.ts';
import { enter } from './session.ts';
import * as storage from './storage.ts';

/**
 * Makes this browser a device of an account: it gets a cookie, which the page cannot read, and then needs no password.
 */

/** Logs in as a device. Rejects with a `RequestError`. */
export async function keepSignedIn(name: string, password: string): Promise<void> {
  await api('POST', 'login', { name, password });
  storage.keepDevice(true);
}

/** Signs in and enters the chat; returns the error. `keep`: stay signed in after a restart of the browser. */
export async function signIn(name: string, password: string, keep: boolean): Promise<FieldError | undefined> {
  if (!keep) {
    enter({ name, password });
    return undefined;
  }
  try {
    await keepSignedIn(name, password);
  } catch (error) {
    return fieldError(error);
  }
  enter({ device: true });
  return undefined;
}

import { api } from './api.ts';
import { errorText } from './error-text.ts';
import { enter } from './session.ts';
import * as storage from './storage.ts';

/** This browser as a device of an account: it has a cookie, which the page cannot see, and needs no password. */

/** Makes it one. Rejects with a `RequestError`. */
export async function keepSignedIn(name: string, password: string): Promise<void> {
  await api('POST', 'login', { name, password });
  storage.keepDevice(true);
}

/** Signs in, and enters; returns what went wrong. `keep`: over a restart of the browser. */
export async function signIn(name: string, password: string, keep: boolean): Promise<string | undefined> {
  if (!keep) {
    enter({ name, password });
    return undefined;
  }
  try {
    await keepSignedIn(name, password);
  } catch (error) {
    return errorText(error);
  }
  enter({ device: true });
  return undefined;
}

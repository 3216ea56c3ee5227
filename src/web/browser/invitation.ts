import { api } from './api.ts';
import { signIn } from './device.ts';
import { type FieldError, fieldError } from './error-text.ts';

/**
 * Uses a one-time token in the page's address: creates the owner's account, or sets a new password. Then the user is
 * signed in. Returns the error.
 */
export async function acceptToken(
  kind: 'owner' | 'reset',
  token: string,
  as: { readonly name: string; readonly password: string; readonly keep: boolean },
): Promise<FieldError | undefined> {
  try {
    await api('POST', kind, { token, name: as.name, password: as.password });
  } catch (error) {
    return fieldError(error);
  }
  location.hash = '#/lobby';
  return signIn(as.name, as.password, as.keep);
}

import { api } from './api.ts';
import { signIn } from './device.ts';
import { errorText } from './error-text.ts';

/**
 * Uses a one-time token of the page's address: it makes the owner's account, or sets another password; then the user is
 * signed in. Returns what went wrong.
 */
export async function acceptToken(
  kind: 'owner' | 'reset',
  token: string,
  as: { readonly name: string; readonly password: string; readonly keep: boolean },
): Promise<string | undefined> {
  try {
    await api('POST', kind, { token, name: as.name, password: as.password });
  } catch (error) {
    return errorText(error);
  }
  location.hash = '#/lobby';
  return signIn(as.name, as.password, as.keep);
}

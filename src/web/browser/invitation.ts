import { enter } from './session.ts';

/**
 * Uses a one-time token of the page's address: it makes the owner's account, or sets another password; then the user is
 * logged in. Returns what went wrong.
 */
export async function acceptToken(
  kind: 'owner' | 'reset',
  token: string,
  name: string,
  password: string,
): Promise<string | undefined> {
  const response = await fetch(`/api/v1/${kind}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name, password }),
  });
  if (!response.ok) return problemOf(response);
  location.hash = '#/lobby';
  enter({ name, password });
  return undefined;
}

/** The sentence of a problem+json answer. */
async function problemOf(response: Response): Promise<string> {
  const problem: unknown = await response.json().catch(() => undefined);
  if (typeof problem !== 'object' || problem === null) return response.statusText;
  const { detail, title } = problem as { readonly detail?: unknown; readonly title?: unknown };
  return typeof detail === 'string' ? detail : String(title ?? response.statusText);
}

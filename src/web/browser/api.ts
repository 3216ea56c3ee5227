import { errorText } from './error-text.ts';
import { RequestError } from './request-error.ts';
import { say } from './store.ts';

/**
 * Sends a request to the HTTP API (docs/api.md), with the cookie of this browser. `T`: the answer, as the API describes
 * it; undefined if it has none. Rejects with a `RequestError`: the code and the sentence of the problem, or `offline`.
 */
export async function api<T = undefined>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<T> {
  const asked = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`/api/v1/${path}`, { method, ...asked }).catch(() => {
    throw new RequestError('offline', '');
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as T;
  const { code, detail, title, until, reason } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  const sentence = typeof detail === 'string' ? detail : String(title ?? response.statusText);
  throw new RequestError(typeof code === 'string' ? code : 'internal', sentence, {
    ...(typeof until === 'number' && { until }),
    ...(typeof reason === 'string' && { reason }),
  });
}

/** The same, but shows an error at the lower edge. Resolves with false after an error. */
export async function attemptApi<T = undefined>(...asked: Parameters<typeof api>): Promise<{ answer: T } | false> {
  try {
    return { answer: await api<T>(...asked) };
  } catch (error) {
    say(errorText(error), true);
    return false;
  }
}

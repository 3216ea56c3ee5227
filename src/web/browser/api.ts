import { errorText } from './error-text.ts';
import { RequestError } from './request-error.ts';
import { say } from './store.ts';

/**
 * Asks the HTTP API (docs/api.md), to which this browser is known by its cookie. `T`: the answer, by the API's description;
 * undefined where it has none. Rejects with a `RequestError`: the code and the sentence of the problem, or `offline`.
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

/** The same; what went wrong is said at the lower edge, and gives false. */
export async function attemptApi<T = undefined>(...asked: Parameters<typeof api>): Promise<{ answer: T } | false> {
  try {
    return { answer: await api<T>(...asked) };
  } catch (error) {
    say(errorText(error), true);
    return false;
  }
}

import { errorText } from './error-text.ts';
import { RequestError } from './request-error.ts';
import { say } from './store.ts';

type Request = readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object];

/**
 * Sends a request to the HTTP API (docs/api.md), with the cookie of this browser. Rejects with a `RequestError`: the code
 * and the sentence of the problem, or `offline`.
 */
export async function api(...[method, path, body]: Request): Promise<unknown> {
  const asked = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`/api/v1/${path}`, { method, ...asked }).catch(() => {
    throw new RequestError('offline', '');
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const { code, detail, title, until, reason } = isObject(answer) ? answer : {};
  const sentence = typeof detail === 'string' ? detail : String(title ?? response.statusText);
  throw new RequestError(typeof code === 'string' ? code : 'internal', sentence, {
    ...(typeof until === 'number' && { until }),
    ...(typeof reason === 'string' && { reason }),
  });
}

/**
 * The answer to a request. `T`: as the API describes it; it is known by `field`. Whatever else is between this browser and
 * the server may answer in its place, such as the page of a network's login: then it is `offline`.
 */
export async function apiAnswer<T extends object>(field: keyof T & string, ...request: Request): Promise<T> {
  const answer = await api(...request);
  if (!isAnswer<T>(answer, field)) throw new RequestError('offline', '');
  return answer;
}

/** Shows an error at the lower edge. Resolves with false after an error. */
export async function attemptApi<T>(asked: Promise<T>): Promise<{ answer: T } | false> {
  try {
    return { answer: await asked };
  } catch (error) {
    say(errorText(error), true);
    return false;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isAnswer = <T extends object>(value: unknown, field: keyof T & string): value is T =>
  isObject(value) && field in value;

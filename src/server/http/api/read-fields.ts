import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { askForBody } from '#link/expect-continue.ts';
import { type Problem, problemOf } from './problem.ts';
import type { RequestBody } from './request-bodies.ts';
import { hasBody, type Route } from './route.ts';

type Fields = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The unchecked fields of a request: those of the path, and of the query or the body. */
export async function readFields(
  context: Context<{ Bindings: HttpBindings }>,
  route: Route,
  body: RequestBody,
): Promise<{ readonly fields: Fields } | Problem> {
  const path = context.req.param();
  if (!hasBody(route.method)) return { fields: { ...context.req.query(), ...path } };
  const encoding = context.req.header('content-encoding') ?? 'identity';
  if (encoding.trim().toLowerCase() !== 'identity') {
    return { ...problemOf('not-json'), detail: 'The body must not be compressed.' };
  }
  const { incoming, outgoing } = context.env;
  const length = Number(incoming.headers['content-length'] ?? 0);
  const bytes = await body.read(incoming, length, () => askForBody(incoming, outgoing));
  if (typeof bytes === 'string') return problemOf(bytes);
  if (bytes.length === 0) return { fields: path };
  const type = context.req.header('content-type') ?? '';
  const isText = route.takesText === true && /^text\/plain\s*(?:;|$)/i.test(type);
  if (!isText && !/^application\/json\s*(?:;|$)/i.test(type)) return problemOf('not-json');
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(type)?.[1] ?? 'utf-8';
  if (!/^(?:utf-?8|us-ascii)$/i.test(charset))
    return { ...problemOf('not-json'), detail: 'The body must be in UTF-8.' };
  const given = bodyIn(bytes, isText);
  if (given === undefined) return problemOf('bad-body');
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { ...problemOf('bad-body'), detail: 'The body must be a JSON object.' };
  }
  return { fields: { ...given, ...path } };
}

/** Undefined: it is not valid. */
function bodyIn(bytes: Uint8Array, isText: boolean): unknown {
  try {
    const text = utf8.decode(bytes);
    return isText ? { text: text.replace(/\r?\n$/, '') } : JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { maxBody } from './body-limit.ts';
import { type Problem, problemOf } from './problem.ts';
import { hasBody, type Route } from './route.ts';

type Fields = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The unchecked fields of a request: those of the path, and of the query or the body. */
export async function readFields(
  context: Context<{ Bindings: HttpBindings }>,
  route: Route,
): Promise<{ readonly fields: Fields } | Problem> {
  const path = context.req.param();
  if (!hasBody(route.method)) return { fields: { ...context.req.query(), ...path } };
  const encoding = context.req.header('content-encoding') ?? 'identity';
  if (encoding.trim().toLowerCase() !== 'identity') {
    return { ...problemOf('not-json'), detail: 'The body must not be compressed.' };
  }
  const bytes = await bodyOf(context.env.incoming);
  if (!bytes) return problemOf('too-large');
  if (bytes.length === 0) return { fields: path };
  const type = context.req.header('content-type') ?? '';
  const isText = route.takesText === true && /^text\/plain\s*(?:;|$)/i.test(type);
  if (!isText && !/^application\/json\s*(?:;|$)/i.test(type)) return problemOf('not-json');
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(type)?.[1] ?? 'utf-8';
  if (!/^(?:utf-?8|us-ascii)$/i.test(charset))
    return { ...problemOf('not-json'), detail: 'The body must be in UTF-8.' };
  const body = bodyIn(bytes, isText);
  if (body === undefined) return problemOf('bad-body');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { ...problemOf('bad-body'), detail: 'The body must be a JSON object.' };
  }
  return { fields: { ...body, ...path } };
}

/** Undefined: it is too long; the rest is not read. Rejects when the client disconnects. */
async function bodyOf(incoming: HttpBindings['incoming']): Promise<Buffer | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBody) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new Error('a body has bytes');
    length += chunk.length;
    if (length > maxBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Undefined: it is not valid. */
function bodyIn(bytes: Buffer, isText: boolean): unknown {
  try {
    const text = utf8.decode(bytes);
    return isText ? { text: text.replace(/\r?\n$/, '') } : JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { askForBody } from '#link/http/expect-continue.ts';
import { invalid } from './bad-field.ts';
import { type Problem, problemOf } from './problem.ts';
import type { RequestBody } from './request-bodies.ts';
import { hasBody, namesIn, type Route } from './route.ts';

type Fields = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The unchecked fields of a request: those of the path, and of the query or the body. */
export async function readFields(
  context: Context<{ Bindings: HttpBindings }>,
  route: Route,
  body: RequestBody,
): Promise<{ readonly fields: Fields } | Problem> {
  const misplaced = misplacedField(context, route);
  if (misplaced) return misplaced;
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
  const again = isStrict(route) && namesIn(route.path).find((name) => Object.hasOwn(given, name));
  if (typeof again === 'string') return invalid(again, 'it belongs in the path');
  return { fields: { ...given, ...path } };
}

/** A field that would be ignored, because it is in another place than it belongs, or a text that cannot be read. */
function misplacedField({ req, env }: Context<{ Bindings: HttpBindings }>, route: Route): Problem | undefined {
  const { pathname, search } = new URL(req.url);
  const names = route.path.split('/');
  const segments = pathname.split('/').slice(-names.length);
  const unread = segments.findIndex((segment) => !isUtf8(segment));
  if (unread !== -1) return invalid(namesIn(names[unread] ?? '')[0] ?? '', notUtf8);
  if (!isStrict(route)) return undefined;
  const inQuery = search.slice(1).split('&').filter(Boolean);
  const garbled = inQuery.find((part) => !isUtf8(part));
  if (garbled !== undefined) return invalid(garbled.split('=', 1).filter(isUtf8)[0] ?? '', notUtf8);
  for (const [name, values] of Object.entries(req.queries())) {
    if (hasBody(route.method)) return invalid(name, 'it belongs in the body');
    if (namesIn(route.path).includes(name)) return invalid(name, 'it belongs in the path');
    if (values.length > 1) return invalid(name, 'it is given more than once');
  }
  const { headers } = env.incoming;
  const hasUnreadBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (hasBody(route.method) || !hasUnreadBody) return undefined;
  return { ...problemOf('bad-body'), detail: 'The fields of this request belong in the query: it has no body.' };
}

/** A webhook ignores what it does not know. */
const isStrict = ({ access }: Route): boolean => access !== 'code';

const notUtf8 = 'it is not UTF-8, percent-encoded';

function isUtf8(encoded: string): boolean {
  try {
    decodeURIComponent(encoded);
    return true;
  } catch {
    return false;
  }
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

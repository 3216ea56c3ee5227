import type { z } from 'zod';
import type { Scope } from '#chat/rights/grant-scope.ts';
import type { ActAccess, Method, OpenAccess, ReadAccess } from './access.ts';
import type { Caller, ReadingCaller, Requester } from './caller.ts';
import { badField } from './bad-field.ts';
import { type Problem, type ProblemCode, problemOf } from './problem.ts';

/** The result of a request: an answer, or the reason of a failure. */
export type Outcome<A> = Answered<A> | Problem;

export interface Answered<A> {
  /** Undefined: the status 204. */
  readonly answer: A;
  /** The value of the header `Set-Cookie`. */
  readonly cookie?: string;
}

/** The documentation of a route, besides its schemas. */
interface Told {
  readonly method: Method;
  /** The path after `/api/v1`; `{name}` is a field. */
  readonly path: string;
  readonly summary: string;
  /** A scope that a bot needs as well. The chat checks it. */
  readonly alsoNeeds?: Scope;
  /** A body of `text/plain` is taken as `{"text": …}`. */
  readonly takesText?: true;
  /** Default: 200 if there is an answer, otherwise 204. */
  readonly status?: 201;
  /** The problems with which the route may answer, in addition to those of every request. */
  readonly problems: readonly ProblemCode[];
}

/**
 * `fields`: the names in the path are in the path; all others are in the query of GET and DELETE, and in the body of
 * other methods. The body may be missing if all are optional. `answer`: the schema of the answer; undefined: no answer.
 */
interface Spec<F, A> extends Told {
  readonly fields: z.ZodType<F>;
  readonly answer?: z.ZodType<A>;
}

type Ran<A> = Outcome<A> | Promise<Outcome<A>>;

interface Described extends Told {
  readonly fields: z.ZodType;
  readonly answer?: z.ZodType;
}

/** A route that needs no code in the header or the cookie. The fields were not read yet. */
export interface OpenRoute extends Described {
  readonly asks: 'requester';
  readonly access: OpenAccess;
  run(fields: unknown, requester: Requester): Ran<unknown>;
}

/** A route for those who have logged in, and their bots. */
export interface ReadRoute extends Described {
  readonly asks: 'reader';
  readonly access: ReadAccess;
  run(fields: unknown, caller: ReadingCaller): Ran<unknown>;
}

/** A route for accounts and their bots that returns nothing to read, so that a bot without the scope `read` may use it. */
export interface ActRoute extends Described {
  readonly asks: 'actor';
  readonly access: ActAccess;
  run(fields: unknown, caller: Caller): Ran<unknown>;
}

export type Route = OpenRoute | ReadRoute | ActRoute;

interface Runs<F, A, C> {
  run(fields: F, asker: C): Ran<NoInfer<A>>;
}

/** `run` with the fields not read yet. */
const reading =
  <F, A, C>(spec: Spec<F, A> & Runs<F, A, C>) =>
  (fields: unknown, asker: C): Ran<unknown> => {
    const read = spec.fields.safeParse(fields);
    return read.success ? spec.run(read.data, asker) : badField(read.error);
  };

export const openRoute = <F, A = undefined>(
  spec: Spec<F, A> & Runs<F, A, Requester> & { readonly access: OpenAccess },
): OpenRoute => ({ ...spec, asks: 'requester', run: reading(spec) });

export function readRoute<F, A = undefined>(
  spec: Spec<F, A> & Runs<F, A, ReadingCaller> & { readonly access: ReadAccess },
): ReadRoute {
  const run = reading(spec);
  return {
    ...spec,
    asks: 'reader',
    run(fields, caller) {
      const ran = run(fields, caller);
      return ran instanceof Promise ? ran.then((outcome) => withNewName(caller, outcome)) : withNewName(caller, ran);
    },
  };
}

/** A request for a room by a recent former name is answered with its present name. */
function withNewName<A>({ chat, reader }: ReadingCaller, outcome: Outcome<A>): Outcome<A> {
  if (!('code' in outcome) || outcome.notFound === undefined) return outcome;
  return problemOf(chat.tellNewName(reader, 'no-room', outcome.notFound), outcome.notFound);
}

export const actRoute = <F, A = undefined>(
  spec: Spec<F, A> & Runs<F, A, Caller> & { readonly access: ActAccess },
): ActRoute => ({ ...spec, asks: 'actor', run: reading(spec) });

/** For routes without an answer. */
export const done: Answered<undefined> = { answer: undefined };

/** Whether the fields that are not in the path are in the body. */
export const hasBody = (method: Method): boolean => method !== 'get' && method !== 'delete';

/** The names of the fields in a path. */
export const namesIn = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

import type { z } from 'zod';
import { problemCodes } from './problem.ts';
import type { ProblemStatus } from './refusal-status.ts';
import { hasBody, namesIn, type Route } from './route.ts';
import { hoisted, isNever, type Json, propertiesOf } from './json-schemas.ts';

/** The codes that every request may answer. */
const always = [
  'bad-field',
  'bad-body',
  'no-host',
  'bad-host',
  'misdirected',
  'too-many-requests',
  'internal',
] as const;
const ofBodies = ['too-large', 'not-json'] as const;
const ofOwn = ['not-logged-in', 'grant-invalid', 'out-of-scope', 'server-banned', 'foreign'] as const;

/** The codes of all problems that a route may answer with. */
export const problemsOf = ({ access, method, problems }: Route): ReadonlySet<string> =>
  new Set<string>([
    ...problems,
    // Members get it for an old name of a room.
    ...(problems.includes('no-room') ? ['room-renamed'] : []),
    ...always,
    ...(hasBody(method) ? ofBodies : []),
    ...(access === 'code' ? [] : access === 'anyone' ? ['foreign'] : ofOwn),
  ]);

/**
 * The description of the API (OpenAPI 3.1), made from the schemas of requests and answers. It takes about 100 ms:
 * `pause` is called between two routes.
 */
export async function openApi(
  version: string,
  routes: readonly Route[],
  base: string,
  pause: () => Promise<void>,
): Promise<Json> {
  const schemas: Record<string, unknown> = { Problem: problem };
  const describe = (schema: z.ZodType, io: 'input' | 'output'): Json => hoisted(schema, io, schemas);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    await pause();
    (paths[base + route.path] ??= {})[route.method] = operationOf(route, describe);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Polylogue',
      version,
      description:
        'The chat for programs without a session in its rooms. Errors are application/problem+json (RFC 9457), with a code for programs.',
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        code: {
          type: 'http',
          scheme: 'bearer',
          description: 'the code of a device (POST /api/v1/login), or of a bot with all the scopes that are listed',
        },
        device: { type: 'http', scheme: 'bearer', description: 'the code of a device; bots may not make this request' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'polylogue', description: '__Host-polylogue under https' },
      },
    },
  };
}

function operationOf(route: Route, describe: (schema: z.ZodType, io: 'input' | 'output') => Json): Json {
  const { path, method, summary, access, alsoNeeds, takesText, answer, status = 200 } = route;
  const inPath = new Set(namesIn(path));
  const { properties, required, additionalProperties } = propertiesOf(describe(route.fields, 'input'));
  const entries = Object.entries(properties).filter(([, schema]) => !isNever(schema));
  const outside = entries.filter(([name]) => !inPath.has(name));
  const parameter = ([name, schema]: readonly [string, unknown]): Json => ({
    name,
    in: inPath.has(name) ? 'path' : 'query',
    required: required.has(name),
    schema,
  });
  const parameters = (hasBody(method) ? entries.filter(([name]) => inPath.has(name)) : entries).map(parameter);
  const needed = outside.map(([name]) => name).filter((name) => required.has(name));
  const body = {
    type: 'object',
    properties: Object.fromEntries(outside),
    ...(needed.length > 0 && { required: needed }),
    ...(additionalProperties === false && { additionalProperties }),
  };
  return {
    operationId: operationId(route),
    summary,
    ...(access !== 'anyone' &&
      access !== 'code' && {
        security: [{ [access === 'device' ? 'device' : 'code']: scopesOf(access, alsoNeeds) }, { cookie: [] }],
      }),
    ...(parameters.length > 0 && { parameters }),
    ...(hasBody(method) &&
      outside.length > 0 && {
        requestBody: {
          required: needed.length > 0,
          content: {
            'application/json': { schema: body },
            ...(takesText && { 'text/plain': { schema: { type: 'string' } } }),
          },
        },
      }),
    responses: {
      ...(answer
        ? { [status]: { description: 'done', ...json('application/json', describe(answer, 'output')) } }
        : { 204: { description: 'done' } }),
      ...problemResponses(problemsOf(route)),
    },
  };
}

/** The scopes that a bot needs. */
const scopesOf = (access: Route['access'], alsoNeeds: Route['alsoNeeds']): readonly string[] =>
  access === 'device' || access === 'account' ? [] : [access, ...(alsoNeeds ? [alsoNeeds] : [])];

/** `getRoomsNameMessages`, of `GET /rooms/{name}/messages`. */
const operationId = ({ method, path }: Route): string =>
  method + path.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, '');

const json = (media: string, schema: Json): Json => ({ content: { [media]: { schema } } });

/** For each status the codes that go with it. */
function problemResponses(codes: ReadonlySet<string>): Json {
  const statuses = new Map<ProblemStatus, string[]>();
  for (const code of codes) {
    const status = problemCodes.get(code) ?? 500;
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  const one = { $ref: '#/components/schemas/Problem' };
  return Object.fromEntries(
    [...statuses].map(([status, of]) => [
      status,
      {
        description: of.join(', '),
        ...json('application/problem+json', { allOf: [one, { properties: { code: { enum: of } } }] }),
      },
    ]),
  );
}

const problem: Json = {
  type: 'object',
  description: 'why a request failed (RFC 9457); field: which one is missing or invalid',
  properties: {
    type: { const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: [...problemCodes.keys()] },
    detail: { type: 'string' },
    field: { type: 'string' },
    until: { type: 'integer', description: 'ms since 1970: when it ends, or when what is over ended' },
    reason: { type: 'string', description: 'in the words of an operator' },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
};

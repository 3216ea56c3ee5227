import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { isKnown } from '#server/http/etag.ts';
import { type Log, stackOf } from '#server/log.ts';
import { Answering, type AnsweringOptions, type Env, json, type Worded, wordProblem } from './answering.ts';
import { describedOnce } from './description.ts';
import { openApi } from './openapi.ts';
import type { Route } from './route.ts';
import { routes } from './routes/table.ts';

export interface ApiOptions extends AnsweringOptions {
  readonly version: string;
  readonly log: Log;
  /** Messages that one webhook may send in an hour. */
  readonly hookedInHour?: number;
}

/** The prefix of all paths. */
const base = '/api/v1';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The requests of programs and of the page over HTTP, without a link. */
export function createApi(options: ApiOptions): RequestListener {
  const { version, log, hookedInHour = 600 } = options;
  const app = new Hono<Env>();
  const answers = new Answering(options);
  const table = routes(hookedInHour);
  for (const route of table) {
    app.on(route.method.toUpperCase(), honoPath(route), async (context) =>
      answers.send(context, await answers.to(context, route)),
    );
  }
  const described = describedOnce(async () =>
    Buffer.from(`${JSON.stringify(await openApi(version, table, base, nextTurn))}\n`),
  );
  app.get(`${base}/openapi.json`, async (context) => {
    const description = await described();
    if (!description) return answers.send(context, wordProblem('too-many-requests'));
    const { body, etag } = description;
    const headers = { ...json, 'Cache-Control': 'no-cache', ETag: etag };
    const known = isKnown(context.req.header('if-none-match'), etag);
    const answer = (): Worded => (known ? { status: 304, headers, body: '' } : { status: 200, headers, body });
    return answers.send(context, await answers.inTurn(options.sentBy(context.env.incoming), answer));
  });
  for (const [path, methods] of methodsByPath(table)) {
    app.all(path, (context) => {
      const { headers, ...problem } = wordProblem('method-not-allowed');
      return answers.send(context, { ...problem, headers: { ...headers, Allow: methods } });
    });
  }
  app.notFound((context) => answers.send(context, wordProblem('not-found')));
  app.onError((error, context) => {
    if (!context.req.raw.signal.aborted) log('bug', { context: 'the API', error: stackOf(error) });
    return answers.send(context, wordProblem('internal'));
  });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

const honoPath = ({ path }: Route): string => base + path.replaceAll(/\{(\w+)\}/g, ':$1');

/** The methods of each path, for the header `Allow`. */
function methodsByPath(table: readonly Route[]): ReadonlyMap<string, string> {
  const methods = new Map<string, string>([[`${base}/openapi.json`, 'GET, HEAD']]);
  for (const route of table) {
    const [path, method] = [honoPath(route), route.method.toUpperCase()];
    const others = methods.get(path);
    // What answers GET answers HEAD as well.
    const own = method === 'GET' ? 'GET, HEAD' : method;
    methods.set(path, others === undefined ? own : `${others}, ${own}`);
  }
  return methods;
}

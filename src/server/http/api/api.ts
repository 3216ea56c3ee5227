import type { RequestListener } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Chat } from '#chat/chat.ts';
import type { UserId } from '#chat/event.ts';
import type { ListenerRules } from '#chat/settings/listener-rules.ts';
import { isKnown } from '#server/http/etag.ts';
import type { OwnOrigin } from '#server/http/own-origin.ts';
import { securityHeaders } from '#server/http/security-headers.ts';
import type { Sent } from '#server/http/site.ts';
import { type Log, stackOf } from '#server/log.ts';
import { type Arrived, callerOf, isTrusted, readingCallerOf, requesterOf } from './caller.ts';
import { describedOnce } from './description.ts';
import { openApi } from './openapi.ts';
import { type Problem, problemAnswer, type ProblemCode, problemOf } from './problem.ts';
import { readFields } from './read-fields.ts';
import type { Outcome, Route } from './route.ts';
import { routes } from './routes/table.ts';
import { TimeShares } from './time-shares.ts';
import { senderOf } from './request-sender.ts';
import { RequestTurns } from './request-turns.ts';
import { RequestBodies } from './request-bodies.ts';
import { UnsentAnswers } from './unsent-answers.ts';

export interface ApiOptions {
  readonly chat: Chat;
  readonly rules: ListenerRules;
  readonly own: OwnOrigin;
  /** What is known about the sender of a request. */
  readonly sentBy: (request: HttpBindings['incoming']) => Sent;
  readonly version: string;
  readonly log: Log;
  /** False: requests are not limited by address. */
  readonly limited?: boolean;
  /** Messages that one webhook may send in an hour. */
  readonly hookedInHour?: number;
}

type Env = { Bindings: HttpBindings };

/** The prefix of all paths. */
const base = '/api/v1';

const noStore = { ...securityHeaders, 'Cache-Control': 'no-store' };
const json = { ...noStore, 'Content-Type': 'application/json' };

/** The CPU time of this thread, in ms: on a busy machine it does not advance while other threads run. */
function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An answer, before it is sent. */
interface Worded {
  readonly status: ContentfulStatusCode | 204 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** The requests of programs and of the page over HTTP, without a link. */
export function createApi({
  chat,
  rules,
  own,
  sentBy,
  version,
  log,
  limited = true,
  hookedInHour = 600,
}: ApiOptions): RequestListener {
  const app = new Hono<Env>();
  const turns = new RequestTurns(worked, limited ? new TimeShares(() => performance.now()) : undefined);
  const unsent = new UnsentAnswers();
  const bodies = new RequestBodies();
  const table = routes(hookedInHour);

  /** Answers a request when it is the turn of this address, unless too many answers to it are waiting. */
  async function inTurn({ peer }: Sent, word: () => Worded | Promise<Worded>, account?: UserId): Promise<Worded> {
    const { address } = peer;
    const run = (): Worded | Promise<Worded> => (unsent.isFull(address) ? wordProblem('too-many-requests') : word());
    return (await turns.run(senderOf(peer, account), run)) ?? wordProblem('too-many-requests');
  }

  async function answerTo(context: Context<Env>, route: Route): Promise<Worded> {
    const sent = sentBy(context.env.incoming);
    const { address } = sent.peer;
    if (unsent.isFull(address)) return wordProblem('too-many-requests');
    const goOn: Arrived['goOn'] = (account, read) => turns.goOn(senderOf(sent.peer, account), read);
    const asked = askOf(route, { chat, rules, own, sent, gone: context.req.raw.signal, goOn });
    if ('code' in asked) return worded(asked, route);
    using body = bodies.of(address);
    const read = await readFields(context, route, body);
    if ('code' in read) return worded(read, route);
    const word = (): Worded | Promise<Worded> => {
      const ran = asked.of(read.fields);
      return ran instanceof Promise ? ran.then((outcome) => worded(outcome, route)) : worded(ran, route);
    };
    return await inTurn(sent, word, asked.account);
  }

  function send(context: Context<Env>, { status, headers, body }: Worded): Response {
    if (status === 204 || status === 304) return context.body(null, status, headers);
    const { incoming, outgoing } = context.env;
    unsent.add(sentBy(incoming).peer.address, Buffer.byteLength(body), outgoing);
    return context.body(body, status, headers);
  }

  for (const route of table) {
    app.on(route.method.toUpperCase(), honoPath(route), async (context) =>
      send(context, await answerTo(context, route)),
    );
  }
  const described = describedOnce(async () =>
    Buffer.from(`${JSON.stringify(await openApi(version, table, base, nextTurn))}\n`),
  );
  app.get(`${base}/openapi.json`, async (context) => {
    const description = await described();
    if (!description) return send(context, wordProblem('too-many-requests'));
    const { body, etag } = description;
    const headers = { ...json, 'Cache-Control': 'no-cache', ETag: etag };
    const known = isKnown(context.req.header('if-none-match'), etag);
    const answer = (): Worded => (known ? { status: 304, headers, body: '' } : { status: 200, headers, body });
    return send(context, await inTurn(sentBy(context.env.incoming), answer));
  });
  for (const [path, methods] of methodsByPath(table)) {
    app.all(path, (context) => {
      const { headers, ...problem } = wordProblem('method-not-allowed');
      return send(context, { ...problem, headers: { ...headers, Allow: methods } });
    });
  }
  app.notFound((context) => send(context, wordProblem('not-found')));
  app.onError((error, context) => {
    if (!context.req.raw.signal.aborted) log('bug', { context: 'the API', error: stackOf(error) });
    return send(context, wordProblem('internal'));
  });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

/** Called after access was granted. `of` runs the route with the fields of the request. */
interface Allowed {
  readonly of: (fields: unknown) => ReturnType<Route['run']>;
  /** For which it is asked. */
  readonly account?: UserId;
}

function askOf(route: Route, arrived: Arrived): Allowed | Problem {
  switch (route.asks) {
    case 'requester':
      if (!isTrusted(arrived, route.access)) return problemOf('foreign');
      return { of: (fields) => route.run(fields, requesterOf(arrived)) };
    case 'reader': {
      const caller = readingCallerOf(arrived, route.access, route.method);
      return 'code' in caller
        ? caller
        : { of: (fields) => route.run(fields, caller), account: caller.grant.account.id };
    }
    case 'actor': {
      const caller = callerOf(arrived, route.access, route.method);
      return 'code' in caller
        ? caller
        : { of: (fields) => route.run(fields, caller), account: caller.grant.account.id };
    }
  }
}

function worded(outcome: Outcome<unknown>, { status }: Route): Worded {
  const cookie = outcome.cookie === undefined ? {} : { 'Set-Cookie': outcome.cookie };
  if ('code' in outcome) {
    const { body, headers } = problemAnswer(outcome);
    return { status: outcome.status, headers: { ...noStore, ...headers, ...cookie }, body };
  }
  if (outcome.answer === undefined) return { status: 204, headers: { ...noStore, ...cookie }, body: '' };
  return { status: status ?? 200, headers: { ...json, ...cookie }, body: `${JSON.stringify(outcome.answer)}\n` };
}

function wordProblem(code: ProblemCode): Worded {
  const { body, headers } = problemAnswer(problemOf(code));
  return { status: problemOf(code).status, headers: { ...noStore, ...headers }, body };
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

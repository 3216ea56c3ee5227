import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Chat } from '#chat/chat.ts';
import type { UserId } from '#chat/event.ts';
import type { ListenerRules } from '#chat/settings/listener-rules.ts';
import type { OwnOrigin } from '#server/http/own-origin.ts';
import { securityHeaders } from '#server/http/security-headers.ts';
import type { Sent } from '#server/http/site.ts';
import { type Arrived, callerOf, isTrusted, readingCallerOf, requesterOf } from './caller.ts';
import { type Problem, problemAnswer, type ProblemCode, problemOf } from './problem.ts';
import { readFields } from './read-fields.ts';
import { RequestBodies } from './request-bodies.ts';
import { senderOf } from './request-sender.ts';
import { RequestTurns } from './request-turns.ts';
import type { Outcome, Route } from './route.ts';
import { TimeShares } from './time-shares.ts';
import { UnsentAnswers } from './unsent-answers.ts';

export interface AnsweringOptions {
  readonly chat: Chat;
  readonly rules: ListenerRules;
  readonly own: OwnOrigin;
  /** What is known about the sender of a request. */
  readonly sentBy: (request: HttpBindings['incoming']) => Sent;
  /** False: requests are not limited by address. */
  readonly limited?: boolean;
}

export type Env = { Bindings: HttpBindings };

const noStore = { ...securityHeaders, 'Cache-Control': 'no-store' };
export const json: Readonly<Record<string, string>> = { ...noStore, 'Content-Type': 'application/json' };

/** The CPU time of this thread, in ms: on a busy machine it does not advance while other threads run. */
function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** An answer, before it is sent. */
export interface Worded {
  readonly status: ContentfulStatusCode | 204 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** Answers requests, those of each address in its turn; what waits to be sent to an address is bounded. */
export class Answering {
  readonly #options: AnsweringOptions;
  readonly #turns: RequestTurns;
  readonly #unsent = new UnsentAnswers();
  readonly #bodies = new RequestBodies();

  constructor(options: AnsweringOptions) {
    this.#options = options;
    const { limited = true } = options;
    this.#turns = new RequestTurns(worked, limited ? new TimeShares(() => performance.now()) : undefined);
  }

  async to(context: Context<Env>, route: Route): Promise<Worded> {
    const { chat, rules, own, sentBy } = this.#options;
    const sent = sentBy(context.env.incoming);
    const { address } = sent.peer;
    if (this.#unsent.isFull(address)) return wordProblem('too-many-requests');
    const goOn: Arrived['goOn'] = (account, read) => this.#turns.goOn(senderOf(sent.peer, account), read);
    const asked = askOf(route, { chat, rules, own, sent, gone: context.req.raw.signal, goOn });
    if ('code' in asked) return worded(asked, route);
    using body = this.#bodies.of(address);
    const read = await readFields(context, route, body);
    if ('code' in read) return worded(read, route);
    const word = (): Worded | Promise<Worded> => {
      const ran = asked.of(read.fields);
      return ran instanceof Promise ? ran.then((outcome) => worded(outcome, route)) : worded(ran, route);
    };
    return await this.inTurn(sent, word, asked.account);
  }

  /** Answers a request when it is the turn of this address, unless too many answers to it are waiting. */
  async inTurn({ peer }: Sent, word: () => Worded | Promise<Worded>, account?: UserId): Promise<Worded> {
    const { address } = peer;
    const run = (): Worded | Promise<Worded> =>
      this.#unsent.isFull(address) ? wordProblem('too-many-requests') : word();
    return (await this.#turns.run(senderOf(peer, account), run)) ?? wordProblem('too-many-requests');
  }

  send(context: Context<Env>, { status, headers, body }: Worded): Response {
    if (status === 204 || status === 304) return context.body(null, status, headers);
    const { incoming, outgoing } = context.env;
    this.#unsent.add(this.#options.sentBy(incoming).peer.address, Buffer.byteLength(body), outgoing);
    return context.body(body, status, headers);
  }
}

/** Called after access was granted. `of` runs the route with the fields of the request. */
interface Allowed {
  readonly of: (fields: unknown) => ReturnType<Route['run']>;
  /** The account for which the request is made. */
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

export function wordProblem(code: ProblemCode): Worded {
  const { body, headers } = problemAnswer(problemOf(code));
  return { status: problemOf(code).status, headers: { ...noStore, ...headers }, body };
}

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';
import type { RunningChat } from '#chat/chat.ts';
import type { Clock } from '#chat/ports.ts';
import { openRules, type ListenerRules } from '#chat/settings/listener-rules.ts';
import { acceptHttp } from '#link/http/http.ts';
import { createApi } from '#server/http/api/api.ts';
import type { Route } from '#server/http/api/route.ts';
import { problemsOf } from '#server/http/api/openapi.ts';
import { problemCodes } from '#server/http/api/problem.ts';
import { routes } from '#server/http/api/routes/table.ts';
import { createSite } from '#server/http/site.ts';
import { argonPasswords } from '#server/passwords.ts';
import { startChat } from '#server/start-chat.ts';
import { systemClock } from '#server/system-clock.ts';
import { openSearch } from '#store/search/open-search.ts';
import { openStore } from '#store/open-store.ts';

const quick = { memory: 8, passes: 1, parallelism: 1 };

const problemShape = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().regex(/\.$/),
  field: z.string().exactOptional(),
  until: z.int().exactOptional(),
  reason: z.string().exactOptional(),
});

export const hookedInHour = 5;

/** The parts of a request. Text and bytes are sent unchanged, other values as JSON. */
export interface Sending {
  readonly code?: string | undefined;
  readonly cookie?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer. `body`: parsed, if it is JSON. */
export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly body: unknown;
}

export interface StageOptions {
  readonly options?: Readonly<Record<string, string>>;
  readonly rules?: ListenerRules;
  readonly mayAsk?: () => boolean;
  readonly clock?: Clock;
}

/** The API of a chat in this process, over HTTP. Every answer is checked against the OpenAPI description. */
export class ApiStage implements AsyncDisposable {
  readonly chat: RunningChat;
  readonly port: number;
  readonly logged: readonly string[];
  /** The routes that were asked, as `GET /rooms`. */
  readonly asked: Set<string> = new Set<string>();
  readonly #table: readonly Route[] = routes(hookedInHour);
  readonly #close: () => Promise<void>;

  private constructor(chat: RunningChat, port: number, logged: readonly string[], close: () => Promise<void>) {
    this.chat = chat;
    this.port = port;
    this.logged = logged;
    this.#close = close;
  }

  static async start(given: StageOptions = {}): Promise<ApiStage> {
    const { options = {}, rules = openRules, mayAsk = () => true, clock = systemClock } = given;
    const logged: string[] = [];
    const log = (event: string, fields?: object): void => void logged.push(`${event} ${JSON.stringify(fields)}`);
    const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
    const search = openSearch({
      dir: ':memory:',
      store,
      clock,
      warn: (sentence) => logged.push(sentence),
    });
    const chat = await startChat({ store, clock, log, search, passwords: argonPasswords(quick) });
    const site = createSite({
      options,
      carrier: { transport: 'http', path: '/ws', subprotocol: 'polylogue.1' },
      page: undefined,
      mayAsk,
      api: (own, sentBy) =>
        createApi({ chat, rules, own, sentBy, version: '1.2.3', log, limited: false, hookedInHour }),
    });
    const handler = { admit: () => true, first: () => {}, further: () => {}, over: () => {} };
    const listening = await acceptHttp({ host: '127.0.0.1', port: 0, site }, handler);
    return new ApiStage(chat, listening.port, logged, async () => {
      await listening.close();
      await chat.closeAll();
      await chat.stop();
      await search.close();
      await store.close();
    });
  }

  get routes(): readonly Route[] {
    return this.#table;
  }

  /** `Origin` of our own page. */
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** `asked`: `GET /rooms`, without `/api/v1`. Not with `fetch`, which sets some headers itself. */
  async ask(asked: string, { code, cookie, body, headers = {} }: Sending = {}): Promise<Got> {
    const [method = '', path = ''] = asked.split(' ');
    const sent = request({
      port: this.port,
      path: `/api/v1${path}`,
      method,
      headers: {
        host: `127.0.0.1:${this.port}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(code !== undefined && { authorization: `Bearer ${code}` }),
        ...(cookie !== undefined && { cookie }),
        ...headers,
      },
    });
    sent.end(
      body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    );
    const [response] = await once(sent, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const type = String(response.headers['content-type'] ?? '');
    const got: Got = {
      status: response.statusCode,
      headers: response.headers,
      text,
      body: type.includes('json') && text !== '' ? JSON.parse(text) : undefined,
    };
    this.#judge(asked, got);
    return got;
  }

  /** The answer, which must have this status. */
  async get(asked: string, sending?: Sending, status = 200): Promise<unknown> {
    const got = await this.ask(asked, sending);
    assert.equal(got.status, status, `${asked}: ${got.text}`);
    return got.body;
  }

  /** The status and the code of a problem. */
  async problem(asked: string, sending?: Sending): Promise<string> {
    const got = await this.ask(asked, sending);
    assert.equal(got.headers['content-type'], 'application/problem+json', `${asked}: ${got.text}`);
    return `${got.status} ${problemShape.parse(got.body).code}`;
  }

  /** A new account, logged in: its code. */
  async account(name: string, password = `${name}-pass`): Promise<string> {
    const answer = await this.get('POST /register', { body: { name, password } }, 201);
    return z.object({ code: z.string() }).parse(answer).code;
  }

  /** An owner of the server. */
  async owner(name: string): Promise<string> {
    const code = await this.account(name);
    const made = await this.chat.command({ kind: 'serverRole', user: name, role: 'owner' });
    assert.equal(made.kind, 'entry');
    return code;
  }

  #judge(asked: string, { status, headers, body, text }: Got): void {
    assert.match(String(headers['content-security-policy']), /default-src 'none'/, asked);
    const isDescription = asked.endsWith(' /openapi.json') && status < 400;
    assert.equal(headers['cache-control'], isDescription ? 'no-cache' : 'no-store', asked);
    assert.deepEqual(
      Object.keys(headers).filter((name) => name.startsWith('access-control-')),
      [],
      'no other origin is let in',
    );
    const route = this.#table.find((each) => matches(each, asked));
    const isProblem = status >= 400;
    if (isProblem) {
      const { code, ...problem } = problemShape.parse(body);
      assert.equal(problem.status, status, asked);
      assert.equal(problemCodes.get(code), status, `${asked}: ${code}`);
      if (route) assert.ok(problemsOf(route).has(code), `${asked} does not say that it may answer ${code}: ${text}`);
    }
    if (!route || isProblem || asked.startsWith('HEAD')) return;
    this.asked.add(`${route.method.toUpperCase()} ${route.path}`);
    assert.equal(status, route.answer ? (route.status ?? 200) : 204, `${asked}: ${text}`);
    if (route.answer) route.answer.parse(body);
    else assert.equal(text, '');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

function matches({ method, path }: Route, asked: string): boolean {
  const [wanted = '', rest = ''] = asked.split(' ');
  if (wanted.toLowerCase() !== method) return false;
  const pattern = path.replaceAll(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(rest.split('?')[0] ?? '');
}

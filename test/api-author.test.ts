import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { z } from 'zod';
import { nick } from '#dialects/nick/nick.ts';
import { web } from '#dialects/web/web.ts';
import { connectWebSocket } from '#link/http/http.ts';
import { Served } from './served.ts';
import { TextPeer } from './text-peer.ts';

/** The requests of a program, sent with `fetch`. */
type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

const usual = { limit: 1e9, dialects: undefined, addresses: 'real' } as const;
const withCode = z.object({ code: z.string() });
const inWindow = z.object({
  before: z.number(),
  messages: z.array(z.object({ seq: z.number(), text: z.string(), from: z.object({ id: z.number() }) })),
});

interface Scene {
  readonly served: Served;
  /** Asks with a code. */
  readonly as: (code?: string) => Ask;
  readonly stop: () => Promise<void>;
}

interface Scene {
  readonly served: Served;
  /** Asks with a code. */
  readonly as: (code?: string) => Ask;
  readonly stop: () => Promise<void>;
}

async function scene(t: TestContext, capture?: string): Promise<Scene> {
  const file = capture === undefined ? {} : { capture: { file: { ...usual, file: capture }, buffer: 0 } };
  const served = await Served.start([web, nick], file);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= served[Symbol.asyncDispose]());
  t.after(stop);
  const api = `http://127.0.0.1:${served.ports[0]}/api/v1`;
  const as =
    (code?: string): Ask =>
    async (method, path, body) => {
      const headers = {
        'content-type': 'application/json',
        ...(code !== undefined && { authorization: `Bearer ${code}` }),
      };
      const answer = await fetch(api + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      const told = answer.status === 204 ? undefined : await answer.json();
      if (!answer.ok) throw new Error(JSON.stringify(told));
      return told;
    };
  return { served, as, stop };
}

test('a bot written only with fetch talks with people on another protocol', async (t) => {
  const { served, as } = await scene(t);
  const nora = await served.connect(served.ports[1]);
  await nora.come('nora');
  const owner = as(withCode.parse(await as()('POST', '/register', { name: 'echo', password: 's3cret' })).code);
  const made = await owner('POST', '/bots', { label: 'echo', scopes: ['read', 'post', 'rooms'] });
  const bot = as(withCode.parse(made).code);

  await bot('POST', '/rooms/lobby/membership');
  const me = z.object({ user: z.object({ id: z.number() }) }).parse(await bot('GET', '/me')).user.id;
  let { before } = inWindow.parse(await bot('GET', '/rooms/lobby/messages?limit=1'));
  nora.say('!echo hello');
  nora.say('not for it');
  nora.say('!echo and again');
  for (let answered = 0; answered < 2;) {
    const news = inWindow.parse(await bot('GET', `/rooms/lobby/messages?after=${before - 1}`));
    for (const { seq, text, from } of news.messages) {
      if (from.id === me || !text.startsWith('!echo ')) continue;
      await bot('POST', '/rooms/lobby/messages', { text: text.slice(6), replyTo: seq, once: `echo ${seq}` });
      answered++;
    }
    before = news.before;
  }
  await nora.hears('echo: hello');
  await nora.hears('echo: and again');
  await assert.rejects(bot('POST', '/rooms/lobby/kicks', { user: 'nora' }), /out-of-scope/);
  assert.deepEqual(
    served.troubles.map(({ event }) => event),
    ['registered'],
  );
});

test('a code opens a WebSocket, and is in no log, no capture and no answer', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'polylogue-api-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'all.pcapng');
  const { served, as, stop } = await scene(t, file);
  const [port = 0] = served.ports;
  const { code } = withCode.parse(await as()('POST', '/register', { name: 'alice', password: 's3cret' }));
  const made = await as(code)('POST', '/bots', { label: 'leaky', scopes: ['read', 'post', 'rooms', 'moderate'] });
  const { code: leaked } = withCode.parse(made);
  const origin = `http://127.0.0.1:${port}`;

  async function comes(headers: Readonly<Record<string, string>>): Promise<string> {
    const place = { host: '127.0.0.1', port, path: '/ws', subprotocol: 'polylogue.1', headers };
    const link = await connectWebSocket(place).catch((error: unknown) => String(error));
    if (typeof link === 'string') return link;
    const peer = new TextPeer(link);
    peer.says('{"type":"login","ref":1,"device":true}\n');
    await peer.hearsLike(/(?=[^\n]*\n)/);
    const told = peer.rest;
    link.abort();
    assert.ok(!told.includes(code) && !told.includes(leaked));
    return told;
  }

  const own = { authorization: `Bearer ${code}` };
  assert.match(await comes(own), /"type":"login","ref":1,.*"name":"alice","account":true/);
  const cookie = `polylogue=${code}`;
  assert.match(await comes({ cookie, origin }), /"name":"alice","account":true/);
  assert.match(await comes({ cookie, origin: 'https://evil.example' }), /403/);
  assert.match(await comes({ cookie }), /"code":"grant-invalid"/);
  const asBot = await comes({ authorization: `Bearer ${leaked}` });
  assert.match(asBot, /"name":"alice","account":true},"scopes":\["read","post","rooms","moderate"\]/);
  await as(code)('DELETE', '/devices');
  assert.match(await comes(own), /"code":"grant-invalid"/);
  // The code has leaked: all routes are tried with it.
  for (const [method, path] of [
    ['GET', '/audit'],
    ['POST', `/hooks/${leaked}`],
    ['GET', `/${leaked}`],
    ['PATCH', '/me'],
  ] as const) {
    await assert.rejects(as(leaked)(method, path, method === 'GET' ? undefined : { text: leaked }), (error) => {
      assert.ok(error instanceof Error && !error.message.includes(leaked), path);
      return true;
    });
  }
  await stop();
  const written = readFileSync(file, 'latin1') + JSON.stringify(served.log);
  for (const secret of [code, leaked, 's3cret']) assert.ok(!written.includes(secret));
  assert.ok(written.includes('"device":true'), 'there is a capture');
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';
import { acceptHttp } from '#link/http.ts';
import { openRules } from '#chat/rules.ts';
import { argonPasswords } from '#server/passwords.ts';
import { systemClock } from '#server/system-clock.ts';
import { createApi } from '#server/http/api/api.ts';
import { createSite } from '#server/http/site.ts';
import type { RunningChat } from '#chat/chat.ts';
import type { Store } from '#chat/ports.ts';
import type { Listening } from '#link/tcp.ts';

const quick = { memory: 8, passes: 1, parallelism: 1 };
const json = { 'content-type': 'application/json' };

describe('the API', () => {
  let [store, chat, listening]: [Store?, RunningChat?, Listening?] = [];
  const logged: string[] = [];
  let root = '';

  before(async () => {
    const log = (event: string, fields?: object): void => void logged.push(`${event} ${JSON.stringify(fields)}`);
    store = await openStore({ dir: ':memory:', durability: 'relaxed' });
    const running = await startChat({ store, clock: systemClock, log, passwords: argonPasswords(quick) });
    chat = running;
    const site = createSite({
      options: {},
      carrier: { transport: 'http', path: '/ws', subprotocol: 'polylogue.1' },
      page: undefined,
      mayAsk: () => true,
      api: (own, sentBy) => createApi({ chat: running, rules: openRules, own, sentBy, version: '1.2.3', log }),
    });
    const door = { admit: () => true, first: () => {}, further: () => {}, over: () => {} };
    listening = await acceptHttp({ host: '127.0.0.1', port: 0, site }, door);
    root = `http://127.0.0.1:${listening.port}`;
  });

  after(async () => {
    await listening?.close();
    await chat?.closeAll();
    await chat?.stop();
    await store?.close();
  });

  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = json): Promise<Response> =>
    fetch(root + path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

  async function problem(response: Response): Promise<readonly unknown[]> {
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    const told: unknown = await response.json();
    assert.ok(typeof told === 'object' && told !== null && 'code' in told && 'status' in told && 'detail' in told);
    assert.equal(told.status, response.status);
    assert.match(String(told.detail), /\.$/);
    return [told.status, told.code];
  }

  async function code(purpose: 'owner'): Promise<string> {
    assert.ok(chat);
    const made = chat.newCode();
    await chat.command({ kind: 'tokenMade', purpose, hash: made.hash, uses: 1 });
    return made.code;
  }

  test('makes the account of the first owner, once', async () => {
    const token = await code('owner');
    const wrong = await post('/api/v1/owner', { token: token.replaceAll(/./g, '0'), name: 'olga', password: 's3cret' });
    assert.deepEqual(await problem(wrong), [403, 'token-invalid']);
    const made = await post('/api/v1/owner', { token, name: 'olga', password: 's3cret' });
    assert.deepEqual([made.status, await made.text()], [204, '']);
    assert.equal(chat?.accountNamed('olga')?.serverRole, 'owner');
    const again = await post('/api/v1/owner', { token, name: 'other', password: 's3cret' });
    assert.deepEqual(await problem(again), [403, 'token-invalid']);
    assert.equal(chat?.sessions, 0, 'nobody is present by that');
  });

  test('sets another password, and not by a wrong code', async () => {
    const refused = await post('/api/v1/reset', { token: 'x', password: 'other' });
    assert.deepEqual(await problem(refused), [403, 'token-invalid']);
  });

  test('takes JSON from its own page, or from a program', async () => {
    const body = { token: 'x', name: 'a', password: 'b' };
    const own = await post('/api/v1/owner', body, { ...json, origin: root, 'sec-fetch-site': 'same-origin' });
    assert.deepEqual(await problem(own), [403, 'token-invalid']);
    for (const headers of [
      { ...json, origin: 'http://evil.example' },
      { ...json, origin: 'null' },
    ]) {
      assert.deepEqual(await problem(await post('/api/v1/owner', body, headers)), [403, 'foreign']);
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      assert.deepEqual(await problem(await post('/api/v1/owner', body, { 'content-type': type })), [415, 'not-json']);
    }
  });

  test('says what is wrong with a body', async () => {
    const bodies = ['', '{', '[]', '7', '{"token":1}', '{"token":"x","name":"","password":"y"}', '{"__proto__":{}}'];
    for (const body of bodies)
      assert.deepEqual(await problem(await post('/api/v1/owner', body)), [400, 'bad-body'], body);
    const long = await post('/api/v1/owner', { token: 'x'.repeat(20_000) });
    assert.deepEqual(await problem(long), [413, 'too-large']);
  });

  test('describes itself, and nothing else is there', async () => {
    const described: unknown = await (await fetch(`${root}/api/v1/openapi.json`)).json();
    assert.ok(typeof described === 'object' && described !== null && 'paths' in described);
    assert.deepEqual(Object.keys(described.paths ?? {}), ['/api/v1/owner', '/api/v1/reset']);
    for (const path of ['/api/', '/api/v1/none', '/api/v1/owner']) {
      assert.deepEqual(await problem(await fetch(root + path)), [404, 'not-found']);
    }
    assert.deepEqual(logged, []);
  });
});

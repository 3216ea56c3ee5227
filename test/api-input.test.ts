import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { problemCodes } from '#server/http/api/problem.ts';
import { ApiStage } from './api-stage.ts';

describe('what the API accepts', () => {
  let stage: ApiStage;
  let alice = '';
  before(async () => {
    stage = await ApiStage.start();
    alice = await stage.account('alice');
    await stage.get('POST /rooms/lobby/membership', { code: alice });
  });
  after(async () => {
    assert.deepEqual(stage.logged, []);
    await stage[Symbol.asyncDispose]();
  });

  const post = (body: unknown, headers: Record<string, string> = {}): Promise<string> =>
    stage.problem('POST /rooms/lobby/messages', { code: alice, body, headers });

  test('the longest message is accepted, as text and with any escapes; a longer one is refused with the limit', async () => {
    const longest = 'é'.repeat(8192);
    const escaped = [...Buffer.from('x'.repeat(16_384))].map((byte) => `\\u${byte.toString(16).padStart(4, '0')}`);
    const plain = { 'content-type': 'text/plain' };
    const path = 'POST /rooms/long/messages';
    await stage.get('POST /rooms/long/membership', { code: alice });
    for (const sent of [
      { body: { text: longest, once: 'o'.repeat(64), style: 'notice' } },
      { body: `{"text":"${escaped.join('')}"}` },
      { body: `${longest}\n`, headers: plain },
    ]) {
      await stage.get(path, { code: alice, ...sent }, 201);
    }
    for (const sent of [{ body: { text: `${longest}x` } }, { body: `${longest}x`, headers: plain }]) {
      const { status, text } = await stage.ask(path, { code: alice, ...sent });
      assert.equal(status, 422);
      assert.match(text, /"code":"text-long","detail":"A message has at most 16384 bytes of UTF-8\."/);
    }
    const big = await stage.ask(path, { code: alice, body: { text: 'x'.repeat(102_400) } });
    assert.match(big.text, /"code":"too-large","detail":"A body has at most 102400 bytes\."/);
  });

  test('a body is JSON, small, and has the fields it needs and no others', async () => {
    for (const body of ['{', '"x', '\ufffe', 'text=x']) assert.equal(await post(body), '400 bad-body', body);
    for (const body of ['[]', '7', 'null', '"x"']) assert.equal(await post(body), '400 bad-body', body);
    for (const body of [
      {},
      { text: 7 },
      { text: '' },
      { text: 'x', style: 'loud' },
      { text: 'x', replyTo: -1 },
      { text: 'x', replyTo: 1.5 },
      { text: 'x', reply_to: 1 },
      { text: 'x', once: 'y'.repeat(65) },
      '{"text":"x","once":"\\ud800"}',
      '{"text":"x","__proto__":{"style":"notice"}}',
    ]) {
      assert.equal(await post(body), '400 bad-field', JSON.stringify(body));
    }
    assert.equal(await post('['.repeat(100_000)), '400 bad-body');
    assert.equal(await post({ text: 'x'.repeat(102_400) }), '413 too-large');
    assert.equal(await post('x', { 'transfer-encoding': 'chunked' }), '400 bad-body');
    assert.equal(await post('x'.repeat(102_401), { 'transfer-encoding': 'chunked' }), '413 too-large');
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx']) {
      assert.equal(await post({ text: 'x' }, { 'content-type': type }), '415 not-json');
    }
    for (const headers of [
      { 'content-encoding': 'gzip' },
      { 'content-type': 'application/json; charset=latin1' },
      { 'content-type': 'text/plain; charset="utf-16"' },
    ]) {
      assert.equal(await post({ text: 'x' }, headers), '415 not-json');
    }
    for (const headers of [
      { 'content-encoding': 'Identity', 'content-type': 'Application/JSON;charset="UTF-8"' },
      { 'content-type': 'text/plain; format=flowed; charset=us-ascii' },
    ]) {
      await stage.get('POST /rooms/long/messages', { code: alice, body: '\ufeff{"text":"x"}', headers }, 201);
    }
    const told = await stage.ask('POST /rooms/lobby/messages', { code: alice, body: { text: 'x', style: 'hunter2' } });
    assert.ok(!told.text.includes('hunter2'), 'what was sent is not repeated');
    assert.match(
      told.text,
      /"detail":"The field style is not valid: it must be one of action, notice\.","field":"style"/,
    );
    for (const [body, detail] of [
      [{}, 'text is not valid: it is missing'],
      [{ text: 7 }, 'text is not valid: it must be of the type string'],
      [{ text: '' }, 'text is not valid: it is empty'],
      [{ text: ' \n' }, 'text is not valid: it is empty'],
      [{ text: 'x', replyTo: -1 }, 'replyTo is not valid: it is out of range'],
      [{ text: 'x', replyTo: 1.5 }, 'replyTo is not valid: it must be a whole number'],
      [{ text: 'x', reply_to: 1 }, 'reply_to is not valid: there is no such field'],
    ] as const) {
      const { text } = await stage.ask('POST /rooms/lobby/messages', { code: alice, body });
      assert.match(text, new RegExp(`The field ${detail}\\.`), text);
    }
  });

  test('a path and a query are looked at as well', async () => {
    const get = (asked: string): Promise<string> => stage.problem(`GET ${asked}`, { code: alice });
    for (const query of ['limit=0', 'limit=201', 'limit=1e1', 'limit=', 'before=-1', 'before=1&after=2', 'limt=5']) {
      assert.equal(await get(`/rooms/lobby/messages?${query}`), '400 bad-field', query);
    }
    assert.equal(await get(`/rooms/${'x'.repeat(257)}`), '400 bad-field');
    assert.equal(await get('/messages/x'), '400 bad-field');
    assert.equal(await get(`/messages/${'9'.repeat(16)}`), '400 bad-field');
    for (const path of ['', '/', '/nothing', '/rooms/', '/rooms/a/b/c', '/../me', '/rooms/lobby/messages/']) {
      assert.equal(await get(path), '404 not-found', path);
    }
    for (const path of ['/rooms/%zz', '/rooms/%FF', '/messages/1?limit=%FF', '/direct/%23lobby']) {
      assert.equal(await get(path), '400 bad-field', path);
    }
    for (const path of ['/rooms/a%2fb', '/rooms/%00', '/rooms/%23%23', '/rooms/..%2f']) {
      assert.match(await get(path), /^404 /, path);
    }
    const wrong = await stage.ask('PUT /me', { code: alice });
    assert.deepEqual([wrong.status, wrong.headers['allow']], [405, 'GET, HEAD']);
    assert.equal(
      (await stage.ask('OPTIONS /bots', { headers: { origin: 'https://evil.example' } })).headers['allow'],
      'GET, HEAD, POST',
    );
    const head = await stage.ask('HEAD /me', { code: alice });
    assert.deepEqual([head.status, head.text], [200, '']);
  });

  test('a field in the wrong place, or twice, is refused and not ignored', async () => {
    for (const [asked, body, told] of [
      ['GET /rooms/lobby/messages?limit=1&limit=2', undefined, 'limit is not valid: it is given more than once'],
      ['GET /rooms/lobby/messages?name=den', undefined, 'name is not valid: it belongs in the path'],
      ['POST /rooms/lobby/messages?text=x', { text: 'y' }, 'text is not valid: it belongs in the body'],
      ['POST /rooms/lobby/messages', { text: 'y', name: 'den' }, 'name is not valid: it belongs in the path'],
    ] as const) {
      const { status, text } = await stage.ask(asked, { code: alice, body });
      assert.equal(status, 400, asked);
      assert.match(text, new RegExp(`The field ${told}\\.`), asked);
    }
    const unread = { code: alice, body: '{"reason":"bye"}', headers: { 'content-length': '16' } };
    assert.equal(await stage.problem('DELETE /rooms/lobby/membership', unread), '400 bad-body');
    assert.match((await stage.ask('PUT /ignored/alice', { code: alice })).text, /"You cannot ignore yourself\."/);
  });

  test('a muted user, and a user who takes a reserved name, gets a documented answer', async () => {
    const carol = await stage.account('carol');
    await stage.get('POST /rooms/carols/membership', { code: carol });
    const rename = (to: string): Promise<string> =>
      stage.problem('PUT /rooms/carols/name', { code: carol, body: { to } });
    assert.equal(await rename('lobby'), '422 name-reserved');
    await stage.chat.command({ kind: 'listed', list: 'mute', mask: 'carol' });
    assert.equal(await rename('other'), '403 muted');
    const invited = { code: carol, body: { user: 'alice' } };
    assert.equal(await stage.problem('POST /rooms/carols/invited', invited), '403 muted');
  });

  test('early refusals are also problem+json', async () => {
    assert.equal(await stage.problem('GET /me', { headers: { host: 'evil.example' } }), '421 misdirected');
    await using busy = await ApiStage.start({ mayAsk: () => false });
    const got = await busy.ask('GET /me');
    assert.deepEqual([got.status, got.headers['retry-after']], [429, '1']);
    const long = await stage.ask('GET /me', { headers: { 'x-long': 'x'.repeat(20_000) } }).then(
      ({ status }) => status,
      () => 431,
    );
    assert.equal(long, 431);
  });

  test('clients that send their bodies slowly hold up nobody', async () => {
    const slow = Array.from({ length: 100 }, () => connect(stage.port, '127.0.0.1'));
    const head = `POST /api/v1/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"name":`;
    await Promise.all(
      slow.map(async (socket) => {
        socket.on('error', () => {});
        await once(socket, 'connect');
        socket.write(head);
      }),
    );
    await stage.get('GET /me', { code: alice });
    for (const socket of slow) socket.destroy();
  });

  test('many requests of one address are answered in turns, each once', async () => {
    const sent = Array.from({ length: 90 }, (_, nth) =>
      stage.ask('POST /rooms/lobby/messages', {
        code: alice,
        body: { text: `parallel ${nth}`, once: `p${nth % 30}` },
      }),
    );
    const reads = Array.from({ length: 30 }, () => stage.ask('GET /rooms/lobby/messages?limit=200', { code: alice }));
    const statuses = new Set((await Promise.all([...sent, ...reads])).map(({ status }) => status));
    assert.ok(
      [...statuses].every((status) => status === 201 || status === 200 || status === 429),
      [...statuses].join(),
    );
    const { messages } = z
      .object({ messages: z.array(z.object({ text: z.string() })) })
      .parse(await stage.get('GET /rooms/lobby/messages?limit=200', { code: alice }));
    assert.equal(new Set(messages.map(({ text }) => text.slice(9))).size, messages.length);
    assert.ok(messages.length <= 30);
  });

  test('a client that waits for "100 Continue" gets it after its length and its code were checked', async () => {
    const socket = (): Socket => connect({ port: stage.port, host: '127.0.0.1' });
    const head = (length: number, code: string): string =>
      `POST /api/v1/rooms/lobby/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${code}\r\nContent-Type: ` +
      `application/json\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`;
    for (const [length, code, status] of [
      [102_401, alice, 413],
      [14, 'swordfish', 401],
    ] as const) {
      const refused = socket();
      refused.write(head(length, code));
      let heard = '';
      for await (const chunk of refused) heard += chunk;
      assert.match(heard, new RegExp(`^HTTP/1.1 ${status} [^]*\r\nconnection: close\r\n`, 'i'));
    }
    const welcome = socket();
    const hears = async (form: RegExp): Promise<void> => {
      for (let heard = ''; !form.test(heard);) {
        assert.ok(form.source.startsWith('^HTTP') && !welcome.destroyed, heard);
        heard += String((await once(welcome, 'data'))[0]);
      }
    };
    // The second time on the same connection.
    for (const text of ['one', 'two']) {
      welcome.write(head(14, alice));
      await hears(/^HTTP\/1.1 100 Continue\r\n\r\n$/);
      welcome.write(`{"text":"${text}"}`);
      await hears(/^HTTP\/1.1 201 [^]*"seq"/);
    }
    welcome.write('GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n\r\n');
    await hears(/^HTTP\/1.1 200 /);
    welcome.destroy();
  });

  test('the API describes all that it does', async () => {
    const text = (await stage.ask('GET /openapi.json')).text;
    const described = z
      .object({
        openapi: z.literal('3.1.0'),
        paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string(), summary: z.string() }))),
        components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
      })
      .parse(JSON.parse(text));
    const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    assert.deepEqual(operations.sort(), stage.routes.map(({ method, path }) => `${method} /api/v1${path}`).sort());
    const ids = Object.values(described.paths).flatMap((methods) =>
      Object.values(methods).map((each) => each.operationId),
    );
    assert.equal(new Set(ids).size, ids.length);
    for (const code of problemCodes.keys()) assert.ok(text.includes(`"${code}"`), code);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      assert.ok(Object.hasOwn(described.components.schemas, name), name);
    }
    assert.ok(!text.includes('$defs'));
  });

  test('its description is sent once to those who keep it', async () => {
    const { headers } = await stage.ask('GET /openapi.json');
    const etag = String(headers['etag']);
    assert.match(etag, /^"[\w-]{22}"$/);
    for (const known of [etag, `"other", W/${etag}`, '*']) {
      const again = await stage.ask('GET /openapi.json', { headers: { 'if-none-match': known } });
      assert.deepEqual([again.status, again.text, again.headers['etag']], [304, '', etag]);
    }
    const other = await stage.ask('GET /openapi.json', { headers: { 'if-none-match': `"${etag.slice(2)}` } });
    assert.deepEqual([other.status, other.headers['etag']], [200, etag]);
    const head = await stage.ask('HEAD /openapi.json', { headers: { 'if-none-match': etag } });
    assert.deepEqual([head.status, head.headers['etag']], [304, etag]);
  });
});

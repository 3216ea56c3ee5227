import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { allScopes, type Scope } from '#chat/rights/grant-scope.ts';
import { ApiStage, hookedInHour } from './api-stage.ts';

const madeBot = z.object({ code: z.string(), bot: z.object({ id: z.number() }) });
const madeHook = z.object({ code: z.string(), path: z.string(), webhook: z.object({ id: z.number() }) });

/** What a bot tries, and the scope that it needs; `device`: no bot may; `both`: it needs read and another one. */
const attempts: readonly [string, Scope | 'device' | 'any' | 'both', object?][] = [
  ['GET /me', 'any'],
  ['GET /rooms', 'read'],
  ['GET /rooms?all=1', 'read'],
  ['GET /rooms/den', 'read'],
  ['GET /rooms/den/members', 'read'],
  ['GET /rooms/den/messages', 'read'],
  ['GET /messages/SEQ', 'read'],
  ['GET /search?q=words', 'read'],
  ['POST /rooms/den/read', 'both', { upto: 1 }],
  ['POST /mail', 'mark', { upto: 1 }],
  ['POST /rooms/den/messages', 'post', { text: 'by the bot' }],
  ['POST /rooms/den/typing', 'post', {}],
  ['PATCH /messages/SEQ', 'post', { text: 'changed' }],
  ['PUT /messages/SEQ/reactions/x', 'post'],
  ['DELETE /messages/SEQ/reactions/x', 'post'],
  ['PUT /rooms/den/topic', 'rooms', { text: 'bots' }],
  ['POST /rooms/other/membership', 'rooms'],
  ['DELETE /rooms/other/membership', 'rooms'],
  ['PUT /rooms/den/settings/slow', 'moderate', { value: '0' }],
  ['GET /rooms/den/lists/ban', 'both'],
  ['GET /devices', 'device'],
  ['DELETE /devices', 'device'],
  ['GET /bots', 'device'],
  ['POST /bots', 'device', { label: 'another', scopes: ['read'] }],
  ['POST /logout', 'device'],
  ['POST /invitations', 'device', {}],
  ['GET /rooms/den/webhooks', 'device'],
  ['POST /rooms/den/webhooks', 'device', { label: 'x' }],
  ['GET /settings', 'device'],
  ['PUT /settings/guests', 'device', { value: 'no' }],
  ['GET /audit', 'device'],
];

describe('bots and webhooks', () => {
  let stage: ApiStage;
  let [owner, seq] = ['', 0];
  before(async () => {
    stage = await ApiStage.start();
    owner = await stage.owner('olga');
    await stage.get('POST /rooms/den/membership', { code: owner });
    const said = await stage.get('POST /rooms/den/messages', { code: owner, body: { text: 'words' } }, 201);
    seq = z.object({ seq: z.number() }).parse(said).seq;
  });
  after(async () => {
    assert.deepEqual(stage.logged, [], 'no code is in the log, and nothing else');
    await stage[Symbol.asyncDispose]();
  });

  const bot = async (...scopes: Scope[]): Promise<z.infer<typeof madeBot>> =>
    madeBot.parse(await stage.get('POST /bots', { code: owner, body: { label: scopes.join(' '), scopes } }, 201));

  for (const scope of allScopes) {
    test(`a leaked code of a bot with the scope ${scope} does that, until it is revoked`, async () => {
      const { code, bot: made } = await bot(scope);
      for (const [asked, needed, body] of attempts) {
        const got = await stage.ask(asked.replace('SEQ', String(seq)), { code, ...(body && { body }) });
        assert.ok(!got.text.includes(code), 'a code is told once');
        const may = needed === scope || needed === 'any';
        assert.equal(got.status < 400, may, `${asked}: ${got.text}`);
        if (!may) assert.match(got.text, /"code":"out-of-scope"/);
      }
      const list = await stage.ask('GET /bots', { code: owner });
      assert.match(
        list.text,
        new RegExp(`"id":${made.id},"label":"${scope}","at":\\d+,"until":0,.*"scopes":\\["${scope}"\\]`),
      );
      assert.ok(!list.text.includes(code));
      await stage.get(`DELETE /bots/${made.id}`, { code: owner }, 204);
      for (const [asked, , body] of attempts) {
        const sent = { code, ...(body && { body }) };
        assert.equal(await stage.problem(asked.replace('SEQ', String(seq)), sent), '401 grant-invalid', asked);
      }
      assert.equal(await stage.problem(`DELETE /bots/${made.id}`, { code: owner }), '404 no-grant');
    });
  }

  test('a bot removes others’ messages with the scope moderate alone', async () => {
    const guest = await stage.account('gus');
    await stage.get('POST /rooms/den/membership', { code: guest });
    const said = await stage.get('POST /rooms/den/messages', { code: guest, body: { text: 'spam' } }, 201);
    const { seq: spam } = z.object({ seq: z.number() }).parse(said);
    const [poster, both] = [await bot('post'), await bot('post', 'moderate')];
    assert.equal(await stage.problem(`DELETE /messages/${spam}`, { code: poster.code }), '403 out-of-scope');
    await stage.get(`DELETE /messages/${spam}`, { code: both.code });
    const own = z.object({ seq: z.number() });
    const { seq: mine } = own.parse(
      await stage.get('POST /rooms/den/messages', { code: poster.code, body: { text: 'x' } }, 201),
    );
    await stage.get(`DELETE /messages/${mine}`, { code: poster.code });
  });

  test('a code that is revoked during its request is refused', async () => {
    const { code, bot: made } = await bot('read', 'mark');
    const socket = connect(stage.port, '127.0.0.1');
    const body = JSON.stringify({ upto: seq });
    const head = [
      'POST /api/v1/rooms/den/read HTTP/1.1',
      'Host: localhost',
      'Connection: close',
      `Authorization: Bearer ${code}`,
    ];
    socket.write([...head, 'Content-Type: application/json', `Content-Length: ${body.length}`, '', '{'].join('\r\n'));
    await once(socket, 'connect');
    await stage.get(`DELETE /bots/${made.id}`, { code: owner }, 204);
    socket.end(body.slice(1));
    let told = '';
    for await (const chunk of socket) told += String(chunk);
    assert.match(told, /^HTTP\/1\.1 401 [^]*"code":"grant-invalid"/);
  });

  test('bots are created with a label and scopes, and revoked', async () => {
    const make = (body: object): Promise<string> => stage.problem('POST /bots', { code: owner, body });
    assert.equal(await make({ label: 'x', scopes: [] }), '400 bad-field');
    assert.equal(await make({ label: 'x', scopes: ['all'] }), '400 bad-field');
    assert.equal(await make({ label: 'x'.repeat(65), scopes: ['read'] }), '422 label-invalid');
    assert.equal(await make({ label: 'x', scopes: ['read'], until: 1 }), '400 bad-field');
    const other = await stage.account('otto');
    const { bot: made } = await bot('read');
    assert.equal(await stage.problem(`DELETE /bots/${made.id}`, { code: other }), '404 no-grant');
    const ending = { label: 'short', scopes: ['read'], seconds: 3600 };
    const { bot: short } = z
      .object({ bot: z.object({ at: z.number(), until: z.number() }) })
      .parse(await stage.get('POST /bots', { code: owner, body: ending }, 201));
    assert.ok(Math.abs(short.until - short.at - 3_600_000) < 1000);
  });

  test('a message sent to a webhook appears in its room, and the code can do nothing else', async () => {
    const asked = { code: owner, body: { label: 'build server' } };
    const { code, path, webhook } = madeHook.parse(await stage.get('POST /rooms/den/webhooks', asked, 201));
    assert.equal(path, `/api/v1/hooks/${code}`);
    const hook = `POST /hooks/${code}`;
    await stage.get(hook, { body: { text: 'green', username: 'ci', attachments: [] } }, 201);
    await stage.get(hook, { body: 'plain\n', headers: { 'content-type': 'text/plain; charset=utf-8' } }, 201);
    await stage.get(hook, { body: { text: 'from afar' }, headers: { origin: 'https://ci.example' } }, 201);
    assert.match(
      (await stage.ask('GET /rooms/den/messages?limit=3', { code: owner })).text,
      /green.*plain".*from afar/,
    );
    const by = { kind: 'webhook', label: 'build server' };
    const shown = z.object({ messages: z.array(z.object({ via: z.number(), by: z.unknown() })) });
    const { messages } = shown.parse(await stage.get('GET /rooms/den/messages?limit=3', { code: owner }));
    assert.deepEqual(
      messages.map((message) => [message.via, message.by]),
      [
        [7, by],
        [7, by],
        [7, by],
      ],
    );
    for (const [body, type, problem] of [
      ['text=x', 'application/x-www-form-urlencoded', '415 not-json'],
      ['{"text":', 'application/json', '400 bad-body'],
      ['{"body":"x"}', 'application/json', '400 bad-field'],
      [Buffer.from('{"text":"\xff"}', 'latin1'), 'application/json', '400 bad-body'],
      [Buffer.from('\xff', 'latin1'), 'text/plain', '400 bad-body'],
    ] as const) {
      assert.equal(await stage.problem(hook, { body, headers: { 'content-type': type } }), problem, String(body));
    }
    for (const [each] of attempts) {
      const [method = ''] = each.split(' ');
      const sent = method === 'GET' || method === 'DELETE' ? { code } : { code, body: {} };
      assert.equal(await stage.problem(each.replace('SEQ', '1'), sent), '403 out-of-scope', each);
    }
    assert.equal(
      await stage.problem(`POST /hooks/${(await bot('post')).code}`, { body: { text: 'x' } }),
      '401 grant-invalid',
    );
    assert.ok(!(await stage.ask('GET /rooms/den/webhooks', { code: owner })).text.includes(code));
    await stage.get(`DELETE /rooms/den/webhooks/${webhook.id}`, { code: owner }, 204);
    assert.equal(await stage.problem(hook, { body: { text: 'x' } }), '401 grant-invalid');
    assert.equal(await stage.problem(`DELETE /rooms/den/webhooks/${webhook.id}`, { code: owner }), '404 no-grant');
  });

  test('a webhook has an hourly limit, and another one is not affected', async () => {
    const make = async (label: string): Promise<string> =>
      madeHook.parse(await stage.get('POST /rooms/den/webhooks', { code: owner, body: { label } }, 201)).code;
    const [loud, calm] = [await make('loud'), await make('calm')];
    const send = (code: string): Promise<{ status: number; text: string; headers: object }> =>
      stage.ask(`POST /hooks/${code}`, { body: { text: 'x' } });
    for (let nth = 0; nth < hookedInHour; nth++) assert.equal((await send(loud)).status, 201);
    const refused = await send(loud);
    assert.match(refused.text, /"code":"quota-used"/);
    assert.ok('retry-after' in refused.headers);
    assert.equal((await send(calm)).status, 201);
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { OptionError } from '#dialects/dialect.ts';
import { acceptHttp } from '#link/http/http.ts';
import type { Peer } from '#link/link.ts';
import { WebSocket } from 'ws';
import { readPage } from './page-files.ts';
import { createSite } from './site.ts';

const carrier = { transport: 'http', path: '/ws', subprotocol: 'polylogue.1' } as const;

interface Served {
  readonly port: number;
  /** The senders that opened links. */
  readonly peers: Peer[];
  /** Their credentials. */
  readonly credentials: (string | undefined)[];
}

async function serve(
  t: TestContext,
  options: Readonly<Record<string, string>> = {},
  mayAsk: () => boolean = () => true,
): Promise<Served> {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-page-'));
  mkdirSync(join(dir, 'assets'));
  writeFileSync(join(dir, 'index.html'), '<!doctype html><meta name="polylogue-build" content="abc123"><p>hello</p>');
  writeFileSync(join(dir, 'assets', 'page-0123456789.js'), `console.log('${'x'.repeat(1000)}')`);
  writeFileSync(join(dir, 'assets', 'notes.txt'), 'not served');
  const peers: Peer[] = [];
  const credentials: (string | undefined)[] = [];
  const page = readPage(dir);
  assert.equal(page?.build, 'abc123');
  const site = createSite({ options, carrier, page, mayAsk });
  const listening = await acceptHttp(
    { host: '127.0.0.1', port: 0, site },
    {
      admit: () => true,
      first(link) {
        peers.push(link.peer);
        credentials.push(link.credentials);
        link.abort();
      },
      further: () => {},
      over: () => {},
    },
  );
  t.after(() => {
    rmSync(dir, { recursive: true });
    return listening.close();
  });
  return { port: listening.port, peers, credentials };
}

interface Got {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** `fetch` is not used, because it sets some of these headers itself. */
async function get(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Got> {
  const sent = request({ port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } }).end();
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

/** `open`, or the status with which a WebSocket is refused. */
async function upgrade(port: number, headers: Readonly<Record<string, string>>, path = '/ws'): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, 'polylogue.1', { headers });
  socket.on('error', () => {});
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.once('unexpected-response', (_request, { statusCode = 0 }) => {
      socket.terminate();
      resolve(String(statusCode));
    });
  });
}

test('the page is checked each time, and its files are kept for ever', async (t) => {
  const { port } = await serve(t);
  const page = await get(port, '/');
  assert.deepEqual([page.status, page.headers['content-type']], [200, 'text/html; charset=utf-8']);
  assert.equal(page.headers['cache-control'], 'no-cache');
  assert.match(page.body.toString(), /hello/);
  const again = await get(port, '/', { 'if-none-match': String(page.headers['etag']) });
  assert.deepEqual([again.status, again.body.length], [304, 0]);
  const script = await get(port, '/assets/page-0123456789.js?x=1', { 'accept-encoding': 'br, gzip' });
  assert.deepEqual([script.status, script.headers['content-encoding']], [200, 'gzip']);
  assert.match(String(script.headers['cache-control']), /immutable/);
  assert.ok(script.body.length < 1000);
  const head = await get(port, '/assets/page-0123456789.js', { 'accept-encoding': 'gzip;q=0' }, 'HEAD');
  assert.deepEqual([head.headers['content-encoding'], head.headers['content-length']], [undefined, '1015']);
});

test('every answer has a policy without inline code, and is for this site alone', async (t) => {
  const { port } = await serve(t);
  for (const path of ['/', '/nothing', '/assets/page-0123456789.js']) {
    const { headers } = await get(port, path);
    assert.match(
      String(headers['content-security-policy']),
      /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
    );
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe|\*/);
    assert.deepEqual(
      [headers['x-content-type-options'], headers['referrer-policy'], headers['cross-origin-resource-policy']],
      ['nosniff', 'no-referrer', 'same-origin'],
    );
  }
});

/** What is written back to this head, until the connection closes; LF in it stands for CRLF. */
async function answerTo(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(`${head}\n\n`.replaceAll('\n', '\r\n'));
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
  // A link that was opened here is reset.
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(chunks).toString('latin1');
}

test('requests that no page handles are all answered as HTTP says', async (t) => {
  const { port } = await serve(t);
  const host = `Host: 127.0.0.1:${port}`;
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  const webSocket = `Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Protocol: polylogue.1`;
  const url = `http://127.0.0.1:${port}`;
  const statuses: readonly [number, string][] = [
    [400, '\0\x01'],
    [400, `GET / HTTP/9.9\n${host}`],
    [400, `get / HTTP/1.1\n${host}`],
    [400, `NONSENSE / HTTP/1.1\n${host}`],
    [400, `POST / HTTP/1.1\n${host}\nContent-Length: -1`],
    [400, `POST / HTTP/1.1\n${host}\nContent-Length: 1\nTransfer-Encoding: chunked`],
    [400, 'PRI * HTTP/2.0\n\nSM'],
    [400, 'GET / HTTP/1.1\nConnection: close'],
    [400, 'GET / HTTP/1.0'],
    // A proxy may have taken the other one.
    [400, `GET / HTTP/1.1\n${host}\nHOST: evil.example\nConnection: close`],
    [400, `GET /ws HTTP/1.1\n${host}\nhost: evil.example\n${key}\n${webSocket}`],
    [431, `GET /${'x'.repeat(16_400)} HTTP/1.1\n${host}`],
    [200, `GET / HTTP/1.0\n${host}`],
    [200, `GET / HTTP/1.1\n${host}\nExpect: something\nConnection: close`],
    [200, `GET ${url}/ HTTP/1.1\n${host}\nConnection: close`],
    [200, `GET ${url} HTTP/1.1\n${host}\nConnection: close`],
    [421, `GET http://evil.example/ HTTP/1.1\n${host}\nConnection: close`],
    [421, `GET ${url}/ HTTP/1.1\nHost: evil.example\nConnection: close`],
    [421, `GET http://evil.example/ HTTP/1.1\nHost: evil.example\nConnection: close`],
    [405, `OPTIONS * HTTP/1.1\n${host}\nConnection: close`],
    [426, `GET /ws HTTP/1.1\n${host}\nConnection: close`],
    [400, `GET /ws HTTP/1.1\n${host}\n${webSocket}`],
    [400, `GET /ws HTTP/1.1\n${host}\n${key}\n${webSocket.replace('13', '12')}`],
    [400, `GET /ws HTTP/1.1\n${host}\n${key}\n${webSocket.replace('polylogue.1', 'other')}`],
    [403, `GET /ws HTTP/1.1\n${host}\n${key}\n${webSocket}\nOrigin: null`],
    [404, `GET /other HTTP/1.1\n${host}\n${key}\n${webSocket}`],
    [400, `POST /ws HTTP/1.1\n${host}\n${key}\n${webSocket}`],
    [421, `GET /ws HTTP/1.1\nHost: evil.example\n${key}\n${webSocket}`],
    [101, `GET ${url}/ws HTTP/1.1\n${host}\n${key}\n${webSocket}`],
  ];
  const got = await Promise.all(statuses.map(async ([, head]) => answerTo(port, head)));
  for (const [nth, [status, head]] of statuses.entries()) {
    const answer = got[nth] ?? '';
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), `${head.slice(0, 200)}: ${answer.slice(0, 400)}`);
    if (status === 101) continue;
    assert.match(answer, /\r\ncontent-security-policy: default-src 'none';/i, head);
    assert.match(answer, /\r\n\r\n./, head);
    assert.doesNotMatch(answer, /content-type: text\/html(?!; charset=utf-8)/i, head);
  }
});

test('other paths are not found', async (t) => {
  const { port } = await serve(t);
  for (const path of [
    '/assets/',
    '/assets/notes.txt',
    '/assets/../index.html',
    '/%2e%2e/x',
    '/assets/__proto__',
    '//',
    '/index.htm',
  ]) {
    assert.equal((await get(port, path)).status, 404, path);
  }
  assert.deepEqual(
    [(await get(port, '/', {}, 'POST')).status, (await get(port, '/', {}, 'DELETE')).status],
    [405, 405],
  );
});

test('an address above its rate gets one refusal, and its connection is closed', async (t) => {
  let left = 2;
  const { port } = await serve(t, {}, () => left-- > 0);
  const socket = connect(port, '127.0.0.1');
  socket.end('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(20));
  let told = '';
  for await (const chunk of socket) told += String(chunk);
  assert.deepEqual(told.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 429']);
});

test('a proxy keeps its connection when one of its clients is above its rate', async (t) => {
  const { port } = await serve(t, { 'trust-proxy': '127.0.0.1' }, () => false);
  assert.equal((await get(port, '/')).headers['connection'], 'keep-alive');
});

test('a host name that another site points to this server is refused', async (t) => {
  const { port } = await serve(t, { 'public-url': 'https://chat.example' });
  const status = async (host: string): Promise<number | undefined> => (await get(port, '/', { host })).status;
  for (const host of ['evil.example', '127.0.0.1.evil.example', 'x@y', 'x@localhost', 'localhost/x']) {
    assert.equal(await status(host), 421, host);
  }
  for (const host of ['localhost', 'a.localhost:1', '[::1]:8000', '192.168.1.5', 'chat.example', 'Chat.Example:443']) {
    assert.equal(await status(host), 200, host);
  }
});

test('a page of another site opens no WebSocket here', async (t) => {
  const { port, peers } = await serve(t, { 'public-url': 'https://chat.example' });
  const own = `127.0.0.1:${port}`;
  const refused: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `https://${own}` },
    { origin: `http://127.0.0.1:${port + 1}` },
    { origin: 'http://chat.example', host: 'chat.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of refused) assert.equal(await upgrade(port, headers), '403', JSON.stringify(headers));
  assert.equal(await upgrade(port, { origin: 'http://evil.example', host: 'evil.example' }), '421');
  assert.deepEqual(peers, []);
  for (const headers of [{}, { origin: `http://${own}` }, { origin: 'https://chat.example', host: 'chat.example' }]) {
    assert.equal(await upgrade(port, headers), 'open', JSON.stringify(headers));
  }
  assert.equal(await upgrade(port, {}, '/other'), '404');
});

test('the cookie of a browser logs in where our own page opens the WebSocket, and nowhere else', async (t) => {
  const { port, credentials } = await serve(t, { 'public-url': 'https://chat.example' });
  const cookie = 'polylogue=plain; __Host-polylogue=secure';
  const own = { cookie, origin: `http://127.0.0.1:${port}` };
  assert.equal(await upgrade(port, { ...own, origin: 'https://evil.example' }), '403');
  const opened: readonly Readonly<Record<string, string>>[] = [
    own,
    { cookie, 'sec-fetch-site': 'same-origin' },
    { cookie, origin: 'https://chat.example', host: 'chat.example' },
    { cookie },
    { cookie, 'sec-fetch-site': 'none' },
    { cookie, authorization: 'Bearer own' },
    { origin: own.origin },
  ];
  for (const headers of opened) assert.equal(await upgrade(port, headers), 'open', JSON.stringify(headers));
  assert.deepEqual(credentials, ['plain', 'plain', 'secure', undefined, undefined, 'own', undefined]);
});

test('only a trusted proxy may name its client', async (t) => {
  const forwarded = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9, 127.0.0.2', 'x-forwarded-proto': 'https' };
  const [plain, behind] = [await serve(t), await serve(t, { 'trust-proxy': '10.0.0.0/8, 127.0.0.0/30' })];
  assert.equal(await upgrade(plain.port, forwarded), 'open');
  assert.equal(await upgrade(behind.port, forwarded), 'open');
  assert.deepEqual(
    [...plain.peers, ...behind.peers].map(({ address }) => address),
    ['127.0.0.1', '203.0.113.9'],
  );
  const origin = `https://127.0.0.1:${behind.port}`;
  assert.equal(await upgrade(behind.port, { ...forwarded, origin }), 'open');
  assert.equal(await upgrade(plain.port, { ...forwarded, origin: `https://127.0.0.1:${plain.port}` }), '403');
});

test('options that cannot be meant are refused', () => {
  const options = [
    { 'public-url': 'chat.example' },
    { 'public-url': 'https://chat.example/path' },
    { 'trust-proxy': 'everybody' },
    { 'trust-proxy': '10.0.0.0/33' },
    { 'trust-proxy': '10.0.0.0/' },
    { 'trust-proxy': '' },
  ];
  for (const each of options) {
    assert.throws(() => createSite({ options: each, carrier, page: undefined, mayAsk: () => true }), OptionError);
  }
});

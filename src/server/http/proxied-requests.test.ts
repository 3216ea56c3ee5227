import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { acceptHttp, connectWebSocket } from '#link/http/http.ts';
import type { Link } from '#link/link.ts';
import { countLinks } from '#server/connection-limits.ts';
import { connectionLimiter } from '#server/connection-limiter.ts';
import { createSite } from './site.ts';

const carrier = { transport: 'http', path: '/ws', subprotocol: 'polylogue.1' } as const;
const [anne, ben] = ['203.0.113.7', '2001:db8::1'];

interface Scene {
  /** A connection of the trusted proxy, or of a client at another address. */
  connect(from?: string): Connection;
  /** The next request for the API has come. */
  asked(): Promise<unknown>;
  webSocket(client: string): Promise<Link>;
}

class Connection {
  readonly #socket: Socket;
  #heard = '';

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {}).on('data', (chunk) => void (this.#heard += chunk.toString()));
  }

  /** The head of a request with a body of five bytes. */
  begins(path: string, client?: string): void {
    const forwarded = client === undefined ? '' : `X-Forwarded-For: ${client}\r\n`;
    this.sends(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${forwarded}Content-Length: 5\r\n\r\n`);
  }

  sends(text: string): void {
    this.#socket.write(text);
  }

  /** The status of the next answer, and whether the connection ends with it; or that it ended without one. */
  async hears(): Promise<string> {
    for (;;) {
      const [, status, head = ''] = /^HTTP\/1.1 (\d+) [^\r]*((?:\r\n[^\r]+)*)\r\n\r\n/.exec(this.#heard) ?? [];
      if (status !== undefined) {
        this.#heard = '';
        return /connection: close/i.test(head) ? `${status} and closes` : status;
      }
      if (this.#socket.closed) return 'closed';
      await Promise.race([once(this.#socket, 'data'), once(this.#socket, 'close')]).catch(() => {});
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function scene(t: TestContext, limits: { perAddress: number; inAll: number }): Promise<Scene> {
  const asked: (() => void)[] = [];
  const site = createSite({
    options: { 'trust-proxy': '127.0.0.1' },
    carrier,
    page: undefined,
    mayAsk: () => true,
    api: () => (request: IncomingMessage, response: ServerResponse) => {
      request.resume().on('end', () => response.end('{}'));
      asked.shift()?.();
    },
  });
  const limiter = connectionLimiter(countLinks(limits), () => {});
  limiter.open(
    'http',
    (link) => link.read({ take: (chunk) => chunk.length, ended: () => {} }),
    () => {},
  );
  const listening = await acceptHttp({ host: '127.0.0.1', port: 0, site }, limiter);
  const opened: { close(): void }[] = [];
  t.after(() => {
    for (const each of opened) each.close();
    return listening.close();
  });
  return {
    connect(from = '127.0.0.1') {
      const socket = connect({ port: listening.port, host: '127.0.0.1', localAddress: from });
      const connection = new Connection(socket);
      opened.push(connection);
      return connection;
    },
    asked: () => new Promise<void>((resolve) => asked.push(resolve)),
    async webSocket(client) {
      const place = { host: '127.0.0.1', port: listening.port, path: '/ws', subprotocol: 'polylogue.1' };
      const link = await connectWebSocket({ ...place, headers: { 'X-Forwarded-For': client } });
      opened.push({ close: () => link.abort() });
      return link;
    },
  };
}

test('slow requests of one client behind a proxy take its places, and nobody else’s', async (t) => {
  const { connect: open, asked, webSocket } = await scene(t, { perAddress: 3, inAll: 100 });
  const slow = [open(), open(), open()] as const;
  for (const each of slow) {
    const came = asked();
    each.begins('/api/v1/x', anne);
    await came;
  }
  const more = open();
  more.begins('/api/v1/x', anne);
  assert.equal(await more.hears(), '429 and closes');
  const page = open();
  page.begins('/', anne);
  assert.equal(await page.hears(), '429 and closes');
  await assert.rejects(webSocket(anne));
  const other = open();
  other.begins('/api/v1/x', ben);
  other.sends('later');
  assert.equal(await other.hears(), '200');
  slow[0].sends('later');
  assert.equal(await slow[0].hears(), '200');
  slow[0].begins('/api/v1/x', anne);
  slow[0].sends('again');
  assert.equal(await slow[0].hears(), '200', 'its place is free again');
  const link = await webSocket(anne);
  slow[0].begins('/api/v1/x', anne);
  assert.equal(await slow[0].hears(), '429 and closes', 'its WebSocket has the place');
  link.abort();
  slow[1].sends('later');
  assert.equal(await slow[1].hears(), '200');
  const until200 = async (): Promise<void> => {
    for (let heard = ''; heard !== '200';) {
      const again = open();
      again.begins('/api/v1/x', anne);
      again.sends('again');
      heard = await again.hears();
      again.close();
    }
  };
  await until200();
  slow[2].close();
  await until200();
});

test('a request that is answered counts for its client until all of it has come', async (t) => {
  const { connect: open } = await scene(t, { perAddress: 1, inAll: 100 });
  const [slow, other] = [open(), open()];
  slow.begins('/', anne);
  assert.equal(await slow.hears(), '405');
  other.begins('/', anne);
  assert.equal(await other.hears(), '429 and closes');
  slow.sends('later');
  slow.begins('/', anne);
  assert.equal(await slow.hears(), '405');
});

test('connections of a proxy count with all others, each once, and for no address', async (t) => {
  const { connect: open, webSocket } = await scene(t, { perAddress: 2, inAll: 4 });
  const heard = async (connection: Connection, client?: string): Promise<string> => {
    connection.begins('/', client);
    connection.sends('at on');
    return connection.hears();
  };
  const first = open();
  assert.equal(await heard(first, anne), '405');
  const link = await webSocket(anne);
  assert.equal(await heard(open(), ben), '405');
  assert.equal(await heard(open(), '198.51.100.1'), '405');
  assert.equal(await heard(open(), '198.51.100.2'), 'closed');
  assert.equal(await heard(open('127.0.0.2')), 'closed', 'no place for a client that comes directly');
  assert.equal(await heard(first, '198.51.100.2'), '405');
  link.abort();
  for (let again = 'closed'; again !== '405';) again = await heard(open('127.0.0.2'));
});

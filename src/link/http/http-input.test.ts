import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { acceptHttp } from './http.ts';
import { readTurns } from '#link/input/read-turns.ts';
import { usualSite } from './site.suite.ts';
import type { Site } from './site.ts';

interface Scene {
  /** The next connection was counted as over. */
  readonly over: Promise<void>;
  readonly port: number;
  connect(options?: { allowHalfOpen: boolean }): Socket;
}

const usual: Site = { ...usualSite, headers: { 'X-Content-Type-Options': 'nosniff' } };

async function scene(t: TestContext, site: Partial<Site> = {}): Promise<Scene> {
  const over = Promise.withResolvers<void>();
  const sockets: Socket[] = [];
  const listening = await acceptHttp(
    { host: '127.0.0.1', port: 0, site: { ...usual, ...site } },
    {
      admit: () => true,
      first: (link) => link.read({ take: (chunk) => chunk.length, ended: () => link.end() }),
      further: () => {},
      over: () => over.resolve(),
    },
  );
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    return listening.close();
  });
  return {
    over: over.promise,
    port: listening.port,
    connect(options) {
      const socket = connect({ port: listening.port, host: '127.0.0.1', ...options }).on('error', () => {});
      sockets.push(socket);
      return socket;
    },
  };
}

/** Calls back between every two turns of the event loop, until it is called off. */
function eachTurn(call: () => void): () => void {
  let next = setImmediate(function again() {
    call();
    next = setImmediate(again);
  });
  return () => clearImmediate(next);
}

test('of requests, or chunks of a body, that fill a large read, a few are parsed in each turn of the event loop', async (t) => {
  let [inTurn, most, all] = [0, 0, 0];
  const count = (): void => {
    inTurn++;
    all++;
    // The first one takes the time of a whole turn.
    for (const until = performance.now() + 5; inTurn === 1 && performance.now() < until;);
  };
  const stop = eachTurn(() => {
    most = Math.max(most, inTurn);
    inTurn = 0;
  });
  t.after(stop);
  const { connect } = await scene(t, {
    answer(request, response) {
      count();
      request.on('data', count);
      response.end();
    },
  });
  const requests = 400;
  const pipelined = connect().resume();
  pipelined.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(requests));
  const chunked = connect().resume();
  chunked.write(`POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(2000)}`);
  while (all < requests + 2001) await new Promise((resolve) => setImmediate(resolve));
  // 1024 bytes are 29 of these requests, or 170 of these chunks.
  assert.ok(most <= 400, `${most} in one turn`);
});

test('of requests in a pipeline few are parsed before the first ones are answered; all are in the end', async (t) => {
  const waiting: ServerResponse[] = [];
  let most = 0;
  const { connect } = await scene(t, {
    answer(_request, response) {
      waiting.push(response);
      most = Math.max(most, waiting.length);
    },
  });
  const requests = 3000;
  const socket = connect();
  socket.write('GET / HTTP/1.1\r\n\r\n'.repeat(requests));
  let answered = 0;
  socket.on('data', (chunk) => (answered += String(chunk).split('200 OK').length - 1));
  while (answered < requests) {
    for (const response of waiting.splice(0)) response.end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  // 1024 bytes are 56 of these requests.
  assert.ok(most <= 16 + 56, `${most} at a time`);
});

test('the body of a request that waits is read, however many requests came before', async (t) => {
  const bodies: string[] = [];
  const { connect } = await scene(t, {
    async answer(request, response) {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      bodies.push(body);
      // The last one is answered first.
      while (bodies.length < 16) await new Promise((resolve) => setImmediate(resolve));
      response.end();
    },
  });
  const body = 'x'.repeat(5000);
  const socket = connect();
  socket.write('POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n'.repeat(15));
  socket.write(`POST / HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  await once(socket, 'data');
  assert.equal(bodies.at(-1), body);
});

test('a connection whose requests are never answered is closed before they take much memory', async (t) => {
  let all = 0;
  const { connect, over } = await scene(t, { answer: () => void all++ });
  const body = 'x'.repeat(900);
  const head = `POST / HTTP/1.1\r\nContent-Length: ${body.length}\r\n`;
  // Each slice of 1024 bytes ends within a body.
  const request = `${head}A: ${'a'.repeat(1024 - head.length - body.length - 7)}\r\n\r\n${body}`;
  assert.equal(request.length, 1024);
  connect().write(`GET / HTTP/1.1\r\n\r\n${request.repeat(1000)}`);
  await over;
  assert.equal(all, 257);
});

test('a connection whose WebSocket is refused is closed, also when its peer stays', async (t) => {
  const { connect, over } = await scene(t);
  const socket = connect({ allowHalfOpen: true });
  socket.write('GET /elsewhere HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await over;
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  assert.match(answer, /^HTTP\/1\.1 404 [^]*not here$/);
});

test('a client that would also speak HTTP/2 is answered', async (t) => {
  const { connect } = await scene(t);
  const socket = connect();
  const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
  socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\n${offer}\r\n`);
  const [answer]: unknown[] = await once(socket, 'data');
  assert.match(String(answer), /^HTTP\/1\.1 200 [^]*a page$/);
});

test('a request for a WebSocket that has a body, whole or not, is answered as a request', async (t) => {
  const { connect } = await scene(t);
  const upgrade = 'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
  for (const body of [
    'Content-Length: 3\r\n\r\na',
    'Content-Length: 1\r\n\r\na',
    'Transfer-Encoding: chunked\r\n\r\n1\r\na',
  ]) {
    const socket = connect();
    socket.write(upgrade + body);
    const [answer]: unknown[] = await once(socket, 'data');
    assert.match(String(answer), /^HTTP\/1\.1 200 [^]*a page$/, body);
  }
});

test('a message has a bounded number of fragments', async (t) => {
  const { port } = await scene(t);
  const closed = async (fragments: number): Promise<unknown> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, 'lines');
    await once(socket, 'open');
    for (let left = fragments; left > 0; left--) socket.send('a', { fin: left === 1 });
    socket.close(1000);
    const [code]: unknown[] = await once(socket, 'close');
    return code;
  };
  assert.deepEqual([await closed(128), await closed(129)], [1000, 1008]);
});

test('a WebSocket behind a proxy is read in the turns of its client, not in those of the proxy', async (t) => {
  const [proxy, client] = ['127.0.0.1', '203.0.113.9'];
  const { port } = await scene(t, {
    upgrade: () => ({ subprotocol: 'lines', peer: { address: client, port: 0 }, proxied: true }),
  });
  const socket = new WebSocket(`ws://${proxy}:${port}/ws`, 'lines');
  t.after(() => socket.terminate());
  await once(socket, 'open');
  const turns = readTurns.enter(client);
  t.after(() => --turns.links);
  assert.equal(turns.links, 2);
  const pong = once(socket, 'pong');
  socket.send('x'.repeat(100_000));
  socket.ping();
  await pong;
});

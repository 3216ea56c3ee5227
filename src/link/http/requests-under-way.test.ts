import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { Connection } from '#link/connection-handler.ts';
import { acceptHttp } from './http.ts';
import { RequestsUnderWay } from './requests-under-way.ts';

const handler = { admit: () => true, first: () => {}, further: () => {}, over: () => {} };

test('when HTTP finishes, requests under way are answered, and all connections are closed', async () => {
  const waiting: ServerResponse[] = [];
  const asked = new EventEmitter();
  const site = {
    headers: {},
    answer(_request: unknown, response: ServerResponse) {
      waiting.push(response);
      asked.emit('asked');
    },
    upgrade: () => ({ status: 404, reason: 'not here' }) as const,
    isProxy: () => false,
    clientOf: () => undefined,
    refuse: (_request: unknown, response: ServerResponse) => void response.end(),
  };
  const listening = await acceptHttp({ host: '127.0.0.1', port: 0, site }, handler);
  const send = async (bytes: string): Promise<Socket> => {
    const socket = connect({ port: listening.port, host: '127.0.0.1' });
    await once(socket, 'connect');
    socket.write(bytes);
    return socket;
  };
  const closed = (socket: Socket): Promise<void> =>
    new Promise((resolve) => void socket.on('error', () => {}).once('close', () => resolve()));
  const request = 'GET / HTTP/1.1\r\nHost: here\r\n\r\n';
  const [half, early, late] = [await send(`${request.slice(0, -2)}X-More: `), await send(request), await send(request)];
  while (waiting.length < 2) await once(asked, 'asked');
  await listening.close();
  const [heard, more] = [text(late), closed(early)];
  const answered = once(early, 'data');
  for (const response of waiting) if (response.req.socket.remotePort === early.localPort) response.end('early');
  await answered;
  const finished = listening.finish?.();
  // Comes too late.
  early.write(request);
  early.on('data', () => assert.fail('it is answered'));
  await more;
  for (const response of waiting) if (!response.writableEnded) response.end('late');
  const answer = await heard;
  assert.match(answer, /^Connection: close\r$/m);
  assert.match(answer, /\r\n\r\nlate$/);
  await finished;
  if (!half.closed) await closed(half.resume());
});

test('a connection over HTTP is idle while it has no request that is not answered', async () => {
  const connections: Connection[] = [];
  const asked = Promise.withResolvers<ServerResponse>();
  const site = {
    headers: {},
    answer: (_request: unknown, response: ServerResponse) => asked.resolve(response),
    upgrade: () => ({ status: 404, reason: 'not here' }) as const,
    isProxy: () => false,
    clientOf: () => undefined,
    refuse: (_request: unknown, response: ServerResponse) => void response.end(),
  };
  const admit = (connection: Connection): boolean => connections.push(connection) > 0;
  const listening = await acceptHttp({ host: '127.0.0.1', port: 0, site }, { ...handler, admit });
  const socket = connect({ port: listening.port, host: '127.0.0.1' });
  socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
  const response = await asked.promise;
  const endIfIdle = (): boolean | undefined => connections[0]?.endIfIdle?.();
  assert.equal(endIfIdle(), false);
  const answered = once(socket, 'data');
  response.end('answered');
  await answered;
  assert.equal(endIfIdle(), true);
  await once(socket, 'close');
  await listening.close();
});

test('an answer that does not come is not waited for longer than the grace', async () => {
  let closed = 0;
  const requests = new RequestsUnderWay({ closeAllConnections: () => closed++ }, 1);
  const response = Object.assign(new EventEmitter(), { headersSent: true });
  requests.add(response as unknown as ServerResponse);
  assert.equal(requests.over, false);
  await requests.finish();
  assert.deepEqual([requests.over, closed], [true, 1]);
});

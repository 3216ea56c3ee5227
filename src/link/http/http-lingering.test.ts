import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import { acceptHttp } from './http.ts';
import { lingeringBytes, lingeringTime } from '#link/tcp/lingering.ts';
import type { Site } from './site.ts';

interface Scene {
  readonly clock: TestClock;
  /** How many timers the connection has. */
  readonly timers: () => number;
  /** The connection was counted as over. */
  readonly over: Promise<void>;
  readonly socket: Socket;
  /** All that the client has heard, once nothing more comes. */
  readonly answer: Promise<string>;
}

/** A client whose connection stays open for sending. The site refuses each request before it has read its body. */
async function scene(t: TestContext): Promise<Scene> {
  const over = Promise.withResolvers<void>();
  const clock = createTestClock();
  let timers = 0;
  const after: TestClock['after'] = (ms, call) => {
    const stop = clock.after(ms, call);
    timers++;
    return () => {
      timers--;
      stop();
    };
  };
  const site: Site = {
    headers: {},
    answer: (_request, response) => void response.writeHead(413, { Connection: 'close' }).end('too much'),
    upgrade: () => ({ status: 404, reason: 'not here' }),
    isProxy: () => false,
    clientOf: () => undefined,
    refuse: () => {},
  };
  const listening = await acceptHttp(
    { host: '127.0.0.1', port: 0, site, after },
    { admit: () => true, first: () => {}, further: () => {}, over: () => over.resolve() },
  );
  const socket = connect({ port: listening.port, host: '127.0.0.1', allowHalfOpen: true });
  t.after(() => {
    socket.destroy();
    return listening.close();
  });
  let heard = '';
  const answer = new Promise<string>((resolve, reject) => {
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    socket.once('end', () => resolve(heard)).once('error', reject);
  });
  await once(socket, 'connect');
  const before = timers;
  return { clock, timers: () => timers - before, over: over.promise, socket, answer };
}

const portion = Buffer.alloc(64 * 1024, 'x');
const write = (socket: Socket, bytes: Uint8Array | string): Promise<unknown> =>
  new Promise((resolve) => socket.write(bytes, resolve));

for (const [name, head, status] of [
  ['the body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n', '413'],
  ['what is no request', 'no request\r\n\r\n', '400'],
] as const) {
  test(`a client that goes on sending ${name} hears why it was refused, and is read until it has stopped`, async (t) => {
    const { timers, over, socket, answer } = await scene(t);
    await write(socket, head);
    assert.match(await answer, new RegExp(`^HTTP/1.1 ${status} `));
    for (let sent = 0; sent < 16; sent++) assert.ok(!(await write(socket, portion)));
    assert.equal(socket.destroyed, false);
    socket.end();
    await over;
    assert.equal(timers(), 0);
  });
}

test('a client that does not stop is read no longer after a while', async (t) => {
  const { clock, over, socket, answer } = await scene(t);
  await write(socket, 'no request\r\n\r\n');
  await answer;
  await clock.pass(lingeringTime - 1);
  assert.ok(!(await write(socket, portion)));
  await clock.pass(1);
  await over;
});

test('a client that sends megabytes after it was refused is cut off', async (t) => {
  const { over, socket, answer } = await scene(t);
  await write(socket, 'no request\r\n\r\n');
  await answer;
  socket.on('error', () => {});
  for (let sent = 0; sent <= lingeringBytes; sent += portion.length) socket.write(portion);
  await over;
});

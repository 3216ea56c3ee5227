import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';

import type { InputRates } from './input-rates.ts';
import type { Link } from '#link/link.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { listenTcp } from '#link/tcp/tcp.ts';

const links = 40;
const each = 256 * 1024;
/** What `ReadTurns` allows in a turn, and the chunk that exceeds it. */
const most = 512 * 1024 + 64 * 1024;

test('sockets of one address that have much to read are read completely, over several turns', async () => {
  const accepted: Link[] = [];
  const all = Promise.withResolvers<void>();
  const listening = await listenTcp({ port: 0 }, (link) => {
    if (accepted.push(link) === links) all.resolve();
  });
  const sockets = Array.from({ length: links }, () => connect(listening.port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  await all.promise;
  // The kernel has it before anybody reads.
  await Promise.all(sockets.map((socket) => new Promise((written) => socket.write(Buffer.alloc(each / 4), written))));
  for (const socket of sockets) socket.write(Buffer.alloc(each - each / 4));
  let total = 0;
  let inTurn = 0;
  let greatest = 0;
  const done = Promise.withResolvers<void>();
  for (const link of accepted) {
    link.read({
      take({ length }) {
        if (inTurn === 0) setImmediate(() => ([greatest, inTurn] = [Math.max(greatest, inTurn), 0]));
        inTurn += length;
        total += length;
        if (total === links * each) setImmediate(() => done.resolve());
        return length;
      },
      ended: () => {},
    });
  }
  await done.promise;
  assert.ok(greatest <= most, `${greatest} bytes in a turn`);
  for (const socket of sockets) socket.destroy();
  await listening.close();
});

const rates = (perSecond: number): InputRates => ({
  link: { burst: 150_000, perSecond },
  address: { burst: 250_000, perSecond },
});

test('sockets that send too fast are read completely, too, a little later', async (t) => {
  const heard: Recording[] = [];
  const all = Promise.withResolvers<void>();
  const listening = await listenTcp({ port: 0, inputRates: rates(100e6) }, (link) => {
    const recording = new Recording();
    if (heard.push(recording) === 2) all.resolve();
    link.read(recording);
    t.after(() => link.abort());
  });
  t.after(() => listening.close());
  const sockets = [1, 2].map(() => connect(listening.port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.end(Buffer.alloc(500_000));
  await all.promise;
  for (const recording of heard)
    await recording.until(({ ends, bytes }) => ends.length > 0 && bytes.length === 500_000);
  for (const socket of sockets) socket.destroy();
});

test('a socket that has sent too much is not read; another one is', async (t) => {
  const heard: Recording[] = [];
  const listening = await listenTcp({ port: 0, inputRates: rates(0) }, (link) => {
    const recording = new Recording();
    heard.push(recording);
    link.read(recording);
    t.after(() => link.abort());
  });
  t.after(() => listening.close());
  const [fast, other] = [connect(listening.port, '127.0.0.1'), connect(listening.port, '127.0.0.1')];
  await Promise.all([once(fast, 'connect'), once(other, 'connect')]);
  fast.on('error', () => {}).write(Buffer.alloc(1_000_000));
  while (!heard.some(({ bytes }) => bytes.length >= 140_000)) await new Promise((resolve) => setImmediate(resolve));
  for (let message = 0; message < 20; message++) {
    other.write('x');
    while (!heard.some(({ bytes }) => bytes.length === message + 1))
      await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(heard.every(({ bytes }) => bytes.length < 150_000 + 64 * 1024));
  for (const socket of [fast, other]) socket.destroy();
});

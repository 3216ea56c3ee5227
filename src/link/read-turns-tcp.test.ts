import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';

import type { Link } from './link.ts';
import { listenTcp } from './tcp.ts';

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

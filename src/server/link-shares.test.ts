import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';

import { maxHeld } from '#link/input/address-turns.ts';
import { idleReader } from '#link/idle-reader.suite.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { listenTcp } from '#link/tcp/tcp.ts';
import { linkShares, type LinkShares } from './link-shares.ts';

/** A listener of a server with these shares, a connection to it, and what is read of that. */
async function connected(t: TestContext, shares: LinkShares): Promise<{ heard: Recording; socket: Socket }> {
  const heard = new Recording();
  const listening = await listenTcp({ port: 0, ...shares }, (link) => {
    link.read(heard);
    t.after(() => link.abort());
  });
  const socket = connect(listening.port, '127.0.0.1').on('error', () => {});
  t.after(async () => {
    socket.destroy();
    await listening.close();
  });
  await once(socket, 'connect');
  return { heard, socket };
}

test('what the links of one server hold keeps no link of another server in the process from being read', async (t) => {
  const [full, other] = [linkShares(undefined), linkShares(undefined)];
  assert.notEqual(full.budget, other.budget);
  full.turns.reads.enter('127.0.0.1').holds({ ...idleReader }, maxHeld);
  const [unread, read] = [await connected(t, full), await connected(t, other)];
  unread.socket.write('x');
  read.socket.write('y');
  await read.heard.until(({ text }) => text === 'y');
  assert.equal(unread.heard.text, '');
});

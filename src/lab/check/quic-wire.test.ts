import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Wire } from '#lab/transcript-server.ts';
import { wireOver } from '#lab/wire.ts';
import { connectQuic, listenQuic } from '#link/quic/quic.ts';
import { loadQuic } from '#link/quic/library.ts';
import { selfSigned } from '#link/certificates/self-signed.ts';

import { connectionOf } from './quic-wire.ts';

const [host, alpn] = ['127.0.0.1', 'test'];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (read: Uint8Array | string): string => (typeof read === 'string' ? read : new TextDecoder().decode(read));

test('the streams of a connection are one wire, and an answer goes to the stream of its request', async (t) => {
  if (!(await loadQuic())) return t.skip('@matrixai/quic has no build for this machine');
  const own = selfSigned(Date.now());
  const came = Promise.withResolvers<Wire>();
  const listening = await listenQuic({ host, port: 0, ...own, alpn }, (connection) =>
    came.resolve(connectionOf(connection)),
  );
  const first = await connectQuic({ host, port: listening.port, ca: own.cert, alpn });
  const [one, two] = [wireOver(first), wireOver(first.peer.open())];
  const server = await came.promise;
  for (const [name, client] of [
    ['one', one],
    ['two', two],
    ['one again', one],
  ] as const) {
    await client.write(bytes(name));
    assert.equal(text(await server.read()), name);
    await server.write(bytes(`heard ${name}`));
    assert.equal(text(await client.read()), `heard ${name}`);
  }
  first.peer.end();
  assert.equal(await server.read(), 'closed');
  await listening.close();
});

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import type { InputRates } from '#link/input/input-rates.ts';
import { createInputTurns } from '#link/input/input-turns.ts';
import { DatagramTurns } from './datagram-turns.ts';
import { connectQuic, listenQuic } from './quic.ts';
import { type LibraryStream, loadQuic } from './library.ts';
import { linkSettings } from '#link/link-options.ts';
import type { QuicLink, QuicPeer } from './peer.ts';
import { perStreamTurn, QuicStreamLink } from './stream.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { selfSigned } from '#link/certificates/self-signed.ts';

const alpn = 'echo-protocol';
const host = '127.0.0.1';
const own = selfSigned(Date.now());
const skip = (await loadQuic()) ? false : 'the library @matrixai/quic is not installed';
/** The longest chunk that the library hands over. */
const chunk = 64 * 1024;
const portion = 16 * 1024;

/** Two streams of a client, and what the server does with each. */
async function twoStreams(
  t: TestContext,
  accept: (link: QuicLink) => void,
  inputRates?: InputRates,
): Promise<readonly [QuicLink, QuicLink]> {
  const turns = createInputTurns();
  const listening = await listenQuic({ host, port: 0, ...own, alpn, inputRates, turns }, (connection) =>
    connection.accept(accept),
  );
  const first = await connectQuic({ host, port: listening.port, ca: own.cert, alpn });
  t.after(async () => {
    first.peer.end();
    await listening.close();
  });
  return [first, first.peer.open()];
}

function linkOf(stream: LibraryStream): QuicStreamLink {
  const peer: QuicPeer = {
    address: host,
    port: 1,
    local: undefined,
    over: new Promise(() => {}),
    open: () => assert.fail(),
    end: () => {},
    endAfter: () => {},
  };
  const settings = linkSettings({ turns: createInputTurns() });
  return new QuicStreamLink(peer, stream, settings, { write: (_network, send) => send() }, new Set());
}

test('what has come on a stream while nobody read is handed over in portions, one in a turn', async () => {
  let left = 40;
  const readable = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(portion));
      if (--left === 0) controller.close();
    },
  });
  const never = new Promise<void>(() => {});
  const writable = new WritableStream<Uint8Array>();
  const link = linkOf({ streamId: 0, type: 'bidi', readable, writable, closedP: never, destroy: () => never });
  let [inTurn, greatest, total] = [0, 0, 0];
  const all = Promise.withResolvers<void>();
  link.read({
    take({ length }) {
      if (inTurn === 0) setImmediate(() => (inTurn = 0));
      inTurn += length;
      total += length;
      greatest = Math.max(greatest, inTurn);
      return length;
    },
    ended: () => all.resolve(),
  });
  await all.promise;
  // The turn of the first portion ends with the second one.
  assert.deepEqual([total, greatest <= 2 * perStreamTurn], [40 * portion, true], `${greatest} bytes in a turn`);
});

test('a stream that has sent too much is not read; another one is', { skip }, async (t) => {
  const heard: Recording[] = [];
  const rates = { link: { burst: 150_000, perSecond: 0 }, address: { burst: 1_000_000, perSecond: 0 } };
  const accept = (link: QuicLink): void => {
    const recording = new Recording();
    heard.push(recording);
    link.read(recording);
  };
  const [fast, other] = await twoStreams(t, accept, rates);
  fast.write(Buffer.alloc(500_000));
  while (!heard.some(({ bytes }) => bytes.length >= 50_000)) await new Promise((resolve) => setImmediate(resolve));
  for (let message = 0; message < 20; message++) {
    other.write(Buffer.of(1));
    while (!heard.some(({ bytes }) => bytes.length === message + 1))
      await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(heard.every(({ bytes }) => bytes.length < 150_000 + chunk));
});

test('a stream is forgotten when it is over, before its connection is', { skip }, async (t) => {
  const gone: Promise<void>[] = [];
  const [first, second] = await twoStreams(t, (link) => {
    gone.push(link.gone);
    link.read({ take: ({ length }) => length, ended: () => link.end() });
  });
  for (const stream of [first, second]) {
    stream.read(new Recording());
    stream.write(Buffer.of(1));
    stream.end();
  }
  await Promise.all([first.gone, second.gone]);
  await Promise.all(gone);
  assert.equal(gone.length, 2);
});

test('a stream that is aborted is closed after the library has read it, though its last write never ends', async () => {
  const did: string[] = [];
  const closed = Promise.withResolvers<void>();
  const readable = new ReadableStream<Uint8Array>({ cancel: () => void did.push('cancelled') });
  const writable = new WritableStream<Uint8Array>({ write: () => new Promise(() => {}) });
  const destroy = async (): Promise<void> => {
    did.push('destroyed');
    closed.resolve();
  };
  const link = linkOf({ streamId: 0, type: 'bidi', readable, writable, closedP: closed.promise, destroy });
  link.write(Buffer.of(1));
  link.abort();
  assert.deepEqual(did, []);
  await link.gone;
  assert.deepEqual(did, ['cancelled', 'destroyed']);
});

test('datagrams of a network come before those of others once it has a connection', { skip }, async (t) => {
  const entered = t.mock.method(DatagramTurns.prototype, 'enter').mock;
  const isKnown = (): readonly unknown[] =>
    entered.calls.flatMap(({ arguments: [, length, , known] }) => (length > 0 ? [known] : []));
  const heard = new Recording();
  const listening = await listenQuic({ host, port: 0, ...own, alpn }, (connection) =>
    connection.accept((link) => link.read(heard)),
  );
  const link = await connectQuic({ host, port: listening.port, ca: own.cert, alpn });
  link.write(Buffer.from('hello'));
  await heard.until(({ text }) => text === 'hello');
  link.peer.end();
  await listening.close();
  assert.ok(isKnown().includes(false), 'that of its handshake');
  assert.ok(isKnown().includes(true), 'those after it');
});

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import type { InputRates } from './input-rates.ts';
import { connectQuic, listenQuic } from './quic.ts';
import { loadQuic } from './quic-library.ts';
import type { QuicLink } from './quic-peer.ts';
import { perStreamTurn } from './quic-stream.ts';
import { Recording } from './recording-reader.suite.ts';
import { selfSigned } from './self-signed.ts';

const alpn = 'echo-protocol';
const host = '127.0.0.1';
const own = selfSigned(Date.now());
const skip = (await loadQuic()) ? false : 'the library @matrixai/quic is not installed';
/** The longest chunk that the library hands over. */
const chunk = 64 * 1024;

/** Two streams of a client, and what the server does with each. */
async function twoStreams(
  t: TestContext,
  accept: (link: QuicLink) => void,
  inputRates?: InputRates,
): Promise<readonly [QuicLink, QuicLink]> {
  const listening = await listenQuic({ host, port: 0, ...own, alpn, inputRates }, (connection) =>
    connection.accept(accept),
  );
  const first = await connectQuic({ host, port: listening.port, ca: own.cert, alpn });
  t.after(async () => {
    first.peer.end();
    await listening.close();
  });
  return [first, first.peer.open()];
}

test('what has come on a stream while nobody read is handed over in portions, one in a turn', { skip }, async (t) => {
  const held = new Recording(true);
  const after = new Recording();
  let link: QuicLink | undefined;
  const [first, second] = await twoStreams(t, (opened) => {
    if (link) return opened.read(after);
    link = opened;
    opened.read(held);
  });
  first.write(Buffer.alloc(8 * chunk));
  await held.until(({ offers }) => offers > 0);
  await first.drained();
  second.write(Buffer.of(1));
  await after.until(({ bytes }) => bytes.length === 1);
  let [inTurn, greatest, total] = [0, 0, 0];
  const all = Promise.withResolvers<void>();
  held.take = ({ length }) => {
    if (inTurn === 0) setImmediate(() => (inTurn = 0));
    inTurn += length;
    total += length;
    greatest = Math.max(greatest, inTurn);
    if (total === 8 * chunk) all.resolve();
    return length;
  };
  link?.resume();
  await all.promise;
  // The chunk that its reader had left, and a portion.
  assert.ok(greatest <= perStreamTurn + 2 * chunk, `${greatest} bytes in a turn`);
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

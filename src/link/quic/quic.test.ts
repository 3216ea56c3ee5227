import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { suite, test, type TestContext } from 'node:test';

import { createTestClock } from '../../../test/test-clock.ts';
import type { LinkOptions } from '#link/link-options.ts';
import { configOf, connectionWindow, connectQuic, listenQuic, streamTimeout, streamWindow } from './quic.ts';
import { type LibraryClient, loadQuic, quicSentence, silence } from './library.ts';
import type { QuicLink, QuicPeer } from './peer.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { selfSigned } from '#link/certificates/self-signed.ts';
import type { Listening } from '#link/tcp/tcp.ts';

const alpn = 'echo-protocol';
const host = '127.0.0.1';
const own = selfSigned(Date.now());
const bytes = (text: string): Uint8Array => Buffer.from(text);

interface Meeting {
  /** The client's first stream. */
  readonly near: QuicLink;
  /** The streams at the server, in the order they came. */
  far(nth: number): Promise<QuicLink>;
  readonly listening: Listening;
}

async function meet(t: TestContext, options: LinkOptions = {}): Promise<Meeting> {
  const links: QuicLink[] = [];
  let stir = (): void => {};
  const listening = await listenQuic({ host, port: 0, ...own, alpn, ...options }, (connection) => {
    connection.accept((link) => {
      links.push(link);
      stir();
    });
  });
  const near = await connectQuic({ host, port: listening.port, ca: own.cert, alpn });
  t.after(async () => {
    near.peer.end();
    await listening.close();
  });
  const far = async (nth: number): Promise<QuicLink> => {
    while (links.length <= nth) await new Promise<void>((resolve) => (stir = resolve));
    const link = links[nth];
    assert.ok(link);
    return link;
  };
  return { near, far, listening };
}

/** The beginning of a packet of version 1 with connection ids of eight bytes, and nothing that could follow. */
const packet = (type: number): Uint8Array =>
  Buffer.concat([
    Buffer.of(0xc0 | (type << 4), 0, 0, 0, 1, 8),
    Buffer.alloc(8, 7),
    Buffer.of(8),
    Buffer.alloc(1200, 9),
  ]);

async function sendDatagrams(port: number, datagrams: readonly Uint8Array[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const datagram of datagrams) {
    await new Promise<void>((resolve) => socket.send(datagram, port, host, () => resolve()));
  }
  socket.close();
}

const read = (link: QuicLink, holding = false): Recording => {
  const recording = new Recording(holding);
  link.read(recording);
  return recording;
};

/** A client that opens no stream. */
async function bareClient(port: number): Promise<LibraryClient> {
  const library = await loadQuic();
  assert.ok(library);
  const config = { ca: own.cert, verifyPeer: true, applicationProtos: [alpn], maxIdleTimeout: 60_000 } as const;
  const streams = { initialMaxStreamsBidi: 1, initialMaxStreamsUni: 0, enableEarlyData: false };
  const windows = {
    initialMaxData: 1024,
    initialMaxStreamDataBidiLocal: 1024,
    initialMaxStreamDataBidiRemote: 1024,
    maxConnectionWindow: 1024,
    maxStreamWindow: 1024,
  };
  const crypto = { ops: { randomBytes: async (data: ArrayBuffer) => void randomFillSync(new Uint8Array(data)) } };
  return library.QUICClient.createQUICClient(
    {
      host,
      port,
      serverName: 'localhost',
      localHost: '0.0.0.0',
      crypto,
      config: { ...config, ...streams, ...windows },
      logger: silence,
    },
    { timer: 5000 },
  );
}

async function meetWithoutStream(
  t: TestContext,
  options: LinkOptions = {},
): Promise<{ peer: QuicPeer; listening: Listening }> {
  const met = Promise.withResolvers<QuicPeer>();
  const listening = await listenQuic({ host, port: 0, ...own, alpn, ...options }, ({ peer, accept }) => {
    accept(() => {});
    met.resolve(peer);
  });
  const client = await bareClient(listening.port);
  t.after(async () => {
    await client.destroy({ force: true });
    await listening.close();
  });
  return { peer: await met.promise, listening };
}

const missing = (await loadQuic()) ? false : 'the library @matrixai/quic is not installed';

test('without the library it says so', { skip: !missing }, async () => {
  await assert.rejects(connectQuic({ host, port: 1, ca: own.cert, alpn }), { message: quicSentence });
  await assert.rejects(
    listenQuic({ host, port: 0, ...own, alpn }, () => {}),
    { message: quicSentence },
  );
});

suite('QUIC', { skip: missing }, () => {
  test('a peer may send little that we have not taken', async (t) => {
    const listening = await listenQuic({ host, port: 0, ...own, alpn }, () => {});
    const client = await bareClient(listening.port);
    t.after(async () => {
      await client.destroy({ force: true });
      await listening.close();
    });
    const told: unknown = Reflect.get(client.connection, 'conn');
    assert.ok(typeof told === 'object' && told !== null && 'stats' in told && typeof told.stats === 'function');
    const stats: unknown = Reflect.apply(told.stats, told, []);
    assert.partialDeepStrictEqual(stats, {
      peerInitialMaxData: connectionWindow,
      peerInitialMaxStreamDataBidiRemote: streamWindow,
      peerInitialMaxStreamsUni: 0,
    });
    const { maxConnectionWindow, maxStreamWindow } = configOf(alpn);
    assert.deepEqual([maxConnectionWindow, maxStreamWindow], [connectionWindow, streamWindow], 'nor more later');
  });

  test('streams of one connection have one peer, and their bytes are not mixed', async (t) => {
    const { near, far } = await meet(t);
    const other = near.peer.open();
    assert.deepEqual([near.stream, other.stream], [0, 4]);
    near.write(bytes('on the first'));
    const first = await far(0);
    other.write(bytes('on the second'));
    const second = await far(1);
    assert.equal(first.peer, second.peer);
    assert.equal(first.peer.address, host);
    assert.deepEqual([first.stream, second.stream], [0, 4]);
    const [heardFirst, heardSecond, back] = [read(first), read(second), read(other)];
    await heardFirst.until(({ text }) => text === 'on the first');
    await heardSecond.until(({ text }) => text === 'on the second');
    second.write(bytes('back'));
    await back.until(({ text }) => text === 'back');
    await second.drained();
    assert.ok(second.delivered);
  });

  test('a reader that holds is handed the rest when it goes on', async (t) => {
    const { near, far } = await meet(t);
    near.write(bytes('x'.repeat(50_000)));
    const link = await far(0);
    const recording = read(link, true);
    await recording.until(({ offers }) => offers > 0);
    recording.holding = false;
    link.resume();
    await recording.until(({ text }) => text.length === 50_000);
  });

  test('the end of a connection ends all its links, ended by either side', async (t) => {
    for (const who of ['client', 'server']) {
      const { near, far } = await meet(t);
      const other = near.peer.open();
      near.write(bytes('a'));
      const first = await far(0);
      other.write(bytes('b'));
      const second = await far(1);
      const ends = [near, other, first, second].map((link) => read(link).end());
      (who === 'client' ? near : first).peer.end();
      await Promise.all([near.peer.over, first.peer.over, ...ends]);
      first.write(bytes('too late'));
      assert.equal(first.delivered, false);
    }
  });

  test('a stream that is ended says so; the connection stays', async (t) => {
    const { near, far } = await meet(t);
    near.write(bytes('last words'));
    near.end();
    const first = await far(0);
    const heard = read(first);
    assert.equal(await heard.end(), 'ended');
    assert.equal(heard.text, 'last words');
    const other = near.peer.open();
    other.write(bytes('still here'));
    await read(await far(1)).until(({ text }) => text === 'still here');
  });

  test('a peer that does not read loses its stream', async (t) => {
    const { near, far } = await meet(t);
    near.write(bytes('a'));
    const first = await far(0);
    const heard = read(first);
    const chunk = new Uint8Array(60_000);
    while (first.queued + chunk.length <= 1024 * 1024) first.write(chunk);
    first.write(chunk);
    assert.equal(await heard.end(), 'slow');
    assert.equal(first.delivered, false);
  });

  test('connecting rejects: the certificate is not trusted, or no server answers', async (t) => {
    const { listening } = await meet(t);
    await assert.rejects(connectQuic({ host, port: listening.port, ca: selfSigned(Date.now()).cert, alpn }));
    await assert.rejects(connectQuic({ host, port: listening.port, ca: own.cert, alpn: 'another' }));
    const nobody = { host, port: 9, ca: own.cert, alpn, timeout: 100 };
    await assert.rejects(connectQuic(nobody), { message: 'nobody answers there over QUIC within 0.1 seconds' });
  });

  test('a handshake begins only where it may, and only from an address that receives what is sent to it', async (t) => {
    const asked: string[] = [];
    let may = false;
    const mayBegin = (address: string): boolean => asked.push(address) > 0 && may;
    const listening = await listenQuic({ host, port: 0, ...own, alpn, mayBegin }, ({ accept }) => accept(() => {}));
    t.after(() => listening.close());
    await sendDatagrams(listening.port, [packet(0), packet(0)]);
    const reach = { host, port: listening.port, ca: own.cert, alpn };
    await assert.rejects(connectQuic({ ...reach, timeout: 2000 }));
    assert.deepEqual([...new Set(asked)], [host]);
    may = true;
    (await connectQuic(reach)).peer.end();
  });

  test('datagrams that are not QUIC, or of no known connection, do not affect others', async (t) => {
    const { near, far, listening } = await meet(t);
    const types = [0, 1, 2, 3].flatMap((type) => [packet(type), packet(type).subarray(0, 30)]);
    await sendDatagrams(listening.port, [bytes(''), bytes('hello'), ...types]);
    near.write(bytes('still here'));
    await read(await far(0)).until(({ text }) => text === 'still here');
    const late = await connectQuic({ host, port: listening.port, ca: own.cert, alpn });
    late.peer.end();
  });

  test('a connection that is to end when all is sent does not wait for a peer that reads nothing', async (t) => {
    const clock = createTestClock();
    const { near, far } = await meet(t, { after: clock.after, grace: 1000 });
    near.write(bytes('a'));
    const first = await far(0);
    // More than the peer lets come unread.
    for (let sent = 0; sent < 16; sent++) first.write(new Uint8Array(60_000));
    first.peer.endAfter(first.drained());
    await clock.pass(1000);
    await Promise.all([first.peer.over, near.peer.over]);
    assert.equal(first.delivered, false);
  });

  test('a connection that is to end when all is sent ends as soon as it is', async (t) => {
    const { near, far } = await meet(t);
    near.write(bytes('a'));
    const [first, heard] = [await far(0), read(near)];
    first.write(bytes('last words'));
    first.peer.endAfter(first.drained());
    await near.peer.over;
    assert.equal(heard.text, 'last words');
  });

  test('closing a listener ends the connections that have no stream', async (t) => {
    const { peer, listening } = await meetWithoutStream(t);
    await listening.close();
    await peer.over;
  });

  test('a connection on which no stream comes in time is ended', async (t) => {
    const clock = createTestClock();
    const { peer } = await meetWithoutStream(t, { after: clock.after });
    await clock.pass(streamTimeout);
    await peer.over;
  });

  test('closing a listener keeps the connections that have a stream', async (t) => {
    const { near, far, listening } = await meet(t);
    near.write(bytes('a'));
    const first = await far(0);
    await listening.close();
    const heard = read(near);
    first.write(bytes('still here'));
    await heard.until(({ text }) => text === 'still here');
    const late = await connectQuic({ host, port: listening.port, ca: own.cert, alpn });
    await late.peer.over;
  });
});

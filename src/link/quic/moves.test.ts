import assert from 'node:assert/strict';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { suite, test, type TestContext } from 'node:test';

import { connectQuic, listenQuic } from './quic.ts';
import type { QuicPeer } from './peer.ts';
import { loadQuic, quicSentence } from './library.ts';
import { selfSigned } from '#link/certificates/self-signed.ts';

const alpn = 'echo-protocol';
const host = '127.0.0.1';
const own = selfSigned(Date.now());

/** A router between a client and a server, which may have another address from one datagram to the next. */
class Router {
  readonly #front = createSocket('udp4');
  #back: Socket | undefined;
  #client: RemoteInfo | undefined;
  #server = 0;
  /** Datagrams of the client that it has passed on since it got its address. */
  passed = 0;
  /** Called with each of them. */
  stir: () => void = () => {};

  async open(server: number): Promise<number> {
    this.#server = server;
    this.#front.on('message', (datagram, from) => {
      this.#client = from;
      this.#back?.send(datagram, this.#server, host);
      this.passed++;
      this.stir();
    });
    this.#front.bind(0, host);
    await once(this.#front, 'listening');
    return this.#front.address().port;
  }

  /** It has that address, and a new port there. What is sent to the earlier one is lost. */
  async getAddress(address: string): Promise<void> {
    const back = createSocket('udp4');
    back.bind(0, address);
    await once(back, 'listening');
    back.on('message', (datagram) => {
      if (this.#client && back === this.#back) this.#front.send(datagram, this.#client.port, this.#client.address);
    });
    this.#back?.close();
    this.#back = back;
    this.passed = 0;
  }

  close(): void {
    this.#front.close();
    this.#back?.close();
  }
}

async function routed(t: TestContext): Promise<{
  readonly router: Router;
  readonly say: (text: string) => void;
  /** Waits until the server has read that much, and the client its echo. */
  readonly echo: (text: string) => Promise<void>;
  readonly heard: () => string;
}> {
  let heard = '';
  let stir = (): void => {};
  const accepted: QuicPeer[] = [];
  const server = await listenQuic({ host, port: 0, ...own, alpn }, ({ peer, accept }) => {
    accepted.push(peer);
    accept((link) =>
      link.read({
        take(chunk) {
          heard += Buffer.from(chunk).toString();
          stir();
          link.write(chunk);
          return chunk.length;
        },
        ended: () => {},
      }),
    );
  });
  const router = new Router();
  const port = await router.open(server.port);
  await router.getAddress(host);
  const near = await connectQuic({ host, port, ca: own.cert, alpn });
  let echoed = '';
  near.read({
    take(chunk) {
      echoed += Buffer.from(chunk).toString();
      stir();
      return chunk.length;
    },
    ended: () => {},
  });
  t.after(async () => {
    near.peer.end();
    for (const peer of accepted) peer.end();
    await server.close();
    router.close();
  });
  return {
    router,
    say: (text) => near.write(Buffer.from(text)),
    heard: () => heard,
    async echo(text) {
      while (heard !== text || echoed !== text) await new Promise<void>((resolve) => (stir = resolve));
    },
  };
}

suite('QUIC', { skip: (await loadQuic()) ? false : quicSentence }, () => {
  test('a connection stays in its network: elsewhere nothing of it is read, at another port of its address all is', async (t) => {
    const { router, say, echo, heard } = await routed(t);
    // Before the end of the handshake, the port may not change either (RFC 9000, 9).
    for (const text of ['1', '12', '123', '1234']) {
      say(text.slice(-1));
      await echo(text);
    }
    await router.getAddress('127.0.0.2');
    say('5');
    // It is sent again and again.
    while (router.passed < 3 && heard() === '1234') await new Promise<void>((resolve) => (router.stir = resolve));
    assert.equal(heard(), '1234');
    await router.getAddress(host);
    await echo('12345');
    say('6');
    await echo('123456');
  });
});

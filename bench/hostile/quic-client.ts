import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Quiche } from '@matrixai/quic/native/quiche.js';
import { configOf } from '#link/quic/quic.ts';
import type { AttackContext } from './attack.ts';

const alpn = 'echo-protocol';
const serverAddress = '127.0.0.1';
/** The length of the ids that we choose, which are in each datagram to us. */
const idLength = 20;

export type NativeConnection = ReturnType<Quiche['Connection']['connect']>;

/** One connection of an attacker. What the library would do by itself, such as to read, to retransmit, to end, is left to the attack. */
export interface QuicClient {
  readonly native: NativeConnection;
  /** Sends what the connection has to say. */
  flush(): void;
  /** It receives nothing more. */
  forget(): void;
}

/** The QUIC connections of one address. */
export interface QuicAddress {
  /**
   * Begins a connection. `heard`: called after each datagram of the server that was handled; false: without an answer to it.
   */
  connect(heard: (client: QuicClient) => boolean | void): QuicClient;
}

/** Makes clients of the native part of the library, for the QUIC port of pdu. */
export async function quicClients(context: AttackContext): Promise<(address: string) => Promise<QuicAddress>> {
  const { default: native } = await import('@matrixai/quic/native/quiche.js');
  const { buildQuicheConfig, clientDefault } = await import('@matrixai/quic/config.js');
  const config = buildQuicheConfig({
    ...clientDefault,
    ...configOf(alpn),
    applicationProtos: [alpn],
    verifyPeer: false,
  });
  const port = context.ports['pdu'] ?? 0;
  const out = Buffer.alloc(native.MAX_DATAGRAM_SIZE);
  return async (address) => {
    const socket = await bound(address);
    context.signal.addEventListener('abort', () => socket.close());
    const local = { host: address, port: socket.address().port };
    const server = { host: serverAddress, port };
    const hearers = new Map<string, (datagram: Buffer, from: RemoteInfo) => void>();
    socket.on('message', (datagram, from) => {
      const id = idOf(datagram);
      hearers.get(id)?.(datagram, from);
    });
    return {
      connect(heard) {
        const id = randomBytes(idLength);
        const connection = native.Connection.connect('localhost', id, local, server, config);
        const client: QuicClient = {
          native: connection,
          flush() {
            for (let sent = connection.send(out); sent && !context.signal.aborted; sent = connection.send(out))
              socket.send(Buffer.from(out.subarray(0, sent[0])), port, serverAddress);
          },
          forget: () => void hearers.delete(id.toString('hex')),
        };
        hearers.set(id.toString('hex'), (datagram) => {
          try {
            connection.recv(datagram, { from: server, to: local });
          } catch {
            context.count('not understood');
          }
          if (heard(client) !== false) client.flush();
        });
        client.flush();
        return client;
      },
    };
  };
}

/** The destination id of a datagram to us (RFC 8999, 5). */
function idOf(datagram: Uint8Array): string {
  const isLong = ((datagram[0] ?? 0) & 0x80) > 0;
  const at = isLong ? 6 : 1;
  return Buffer.from(datagram.subarray(at, at + idLength)).toString('hex');
}

async function bound(address: string): Promise<Socket> {
  const socket = createSocket('udp4').on('error', () => {});
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
}

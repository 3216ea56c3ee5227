import type { Wire } from '#lab/transcript-server.ts';
import { wireOver } from '#lab/wire.ts';
import type { Link } from '#link/link.ts';
import { connectQuic } from '#link/quic/quic.ts';
import { isQuicLink } from '#link/quic/peer.ts';
import { connectTcp } from '#link/tcp/tcp.ts';
import type { TransportName } from '#link/transports.ts';

/** How a server is reached. */
export interface Reach {
  readonly transport: TransportName;
  /** A new connection. Rejects with an error whose message is a sentence. */
  connect(host: string, port: number): Promise<Link>;
}

export const overTcp: Reach = { transport: 'tcp', connect: (host, port) => connectTcp({ host, port }) };

/** Milliseconds for a handshake. It is repeated while a server starts. */
const handshakeTimeout = 1500;

/** `ca`: the trusted certificate, in PEM. `alpn`: the name of the protocol in the handshake. */
export const overQuic = (ca: string, alpn: string): Reach => ({
  transport: 'quic',
  connect: (host, port) => connectQuic({ host, port, ca, alpn, timeout: handshakeTimeout }),
});

/** An actor's end of a connection. With QUIC it is the first stream, and closing it ends the connection. */
export function connectionWire(link: Link): Wire {
  const wire = wireOver(link);
  if (!isQuicLink(link)) return wire;
  const end = (): void => link.peer.end();
  return { ...wire, hangUp: end, cutOff: end };
}

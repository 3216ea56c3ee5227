import type { AcceptOptions, ConnectionHandler } from './connection-handler.ts';
import type { Link } from './link.ts';
import type { LinkOptions } from './link-options.ts';
import { connectQuic, listenQuic } from './quic/quic.ts';
import { loadQuic } from './quic/library.ts';
import type { QuicLink } from './quic/peer.ts';
import { connectTcp, type Listening, listenTcp } from './tcp/tcp.ts';

export interface ReachOptions extends LinkOptions {
  readonly host: string;
  readonly port: number;
  /** The certificates that are trusted, in PEM; needed where the transport is `encrypted`. */
  readonly ca?: string | undefined;
  /** See `Carrier`. */
  readonly alpn?: string | undefined;
  readonly path?: string | undefined;
  readonly subprotocol?: string | undefined;
}

/** A transport of links. */
export interface Transport {
  /** Its name for people. */
  readonly title: string;
  /** The protocol its ports belong to: TCP and UDP ports may have the same number. */
  readonly ports: 'TCP' | 'UDP';
  /** Its listeners need a certificate, and clients need to know which one to trust. */
  readonly encrypted: boolean;
  /** Why this machine cannot use it; undefined if it can. */
  missing(): Promise<string | undefined>;
  /** Accepts connections. Rejects with Node's error when the address is unavailable. */
  listen(options: AcceptOptions, handler: ConnectionHandler): Promise<Listening>;
  /** The first link of a new connection. Rejects with Node's error, or a sentence. */
  connect(options: ReachOptions): Promise<Link>;
}

export type TransportName = 'tcp' | 'quic' | 'http';

/** All transports, by the name in a listener's URL. A new one is a row here. */
export const transports: Readonly<Record<TransportName, Transport>> = {
  tcp: {
    title: 'TCP',
    ports: 'TCP',
    encrypted: false,
    missing: async () => undefined,
    listen: acceptTcp,
    connect: connectTcp,
  },
  quic: {
    title: 'QUIC',
    ports: 'UDP',
    encrypted: true,
    async missing() {
      return (await loadQuic()) ? undefined : '@matrixai/quic is missing, or has no build for this machine';
    },
    listen: acceptQuic,
    async connect({ ca, alpn, ...options }) {
      if (ca === undefined || alpn === undefined) throw new Error(quicNeeds);
      return connectQuic({ ...options, ca, alpn });
    },
  },
  http: {
    title: 'HTTP',
    ports: 'TCP',
    encrypted: false,
    missing: async () => undefined,
    // Loaded where it is used: most commands need no HTTP.
    listen: async (options, handler) => (await import('./http/http.ts')).acceptHttp(options, handler),
    async connect({ path, subprotocol, ...options }) {
      if (path === undefined || subprotocol === undefined)
        throw new Error('A WebSocket needs a path and a subprotocol.');
      return (await import('./http/http.ts')).connectWebSocket({ ...options, path, subprotocol });
    },
  },
};

/** A transport as a dialect uses it. */
export interface Carrier {
  readonly transport: TransportName;
  /** The name of the dialect in a TLS handshake (ALPN, RFC 7301). */
  readonly alpn?: string;
  /** The path and the subprotocol of its WebSockets (RFC 6455). */
  readonly path?: string;
  readonly subprotocol?: string;
}

function acceptTcp(options: AcceptOptions, handler: ConnectionHandler): Promise<Listening> {
  const onOver = (link: Link): void => handler.over(link);
  return listenTcp({ ...options, onOver }, (link) => (handler.admit(link) ? handler.first(link) : link.abort()));
}

const quicNeeds = 'QUIC needs a certificate and the name of a protocol.';

async function acceptQuic(
  { credentials, alpn, ...options }: AcceptOptions,
  handler: ConnectionHandler,
): Promise<Listening> {
  if (!credentials || alpn === undefined) throw new Error(quicNeeds);
  const { cert, key } = credentials;
  const mayBegin = (address: string): boolean => handler.mayBegin?.(address) ?? true;
  return listenQuic({ ...options, cert, key, alpn, mayBegin }, ({ peer, accept }) => {
    void peer.over.then(() => handler.over({ peer }));
    if (!handler.admit({ peer })) return peer.end();
    let take = (link: QuicLink): void => {
      take = (more) => {
        void more.gone.then(() => handler.over({ peer, part: 'stream' }));
        handler.further(more);
      };
      handler.first(link);
    };
    accept((link) => take(link));
  });
}

import { createHmac, randomBytes, randomFillSync, timingSafeEqual, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

import { DatagramTurns } from './datagram-turns.ts';
import { closingGrace, type LinkOptions, linkSettings, type LinkSettings } from '#link/link-options.ts';
import { handshakeTimeout } from './handshakes.ts';
import { showStreamsInPortions } from './new-streams.ts';
import { contain, guard, keepInNetwork, releaseStreams, stopConnection } from './guard.ts';
import {
  detailOf,
  isConnection,
  isStream,
  type LibraryConnection,
  type LibraryServer,
  type LibraryStream,
  loadQuic,
  type QuicLibrary,
  quicSentence,
  type ServerOptions,
  silence,
} from './library.ts';
import { unmapped } from '#link/peer-of.ts';
import type { QuicLink, QuicPeer } from './peer.ts';
import { QuicStreamLink } from './stream.ts';
import type { Listening } from '#link/tcp/tcp.ts';

/** Streams one peer may have open at once: each may hold an unfinished message. */
const maxStreams = 32;
/**
 * Bytes that a peer may have sent and we have not taken: on one stream, and on all of a connection. The library keeps them in
 * memory, and would let them be 1 and 10 MB, and then more. A message may be longer: its parts are taken as they come.
 */
export const streamWindow: number = 64 * 1024;
export const connectionWindow: number = 128 * 1024;
/** Longer than the timeouts of all dialects: they find out that a peer is gone, and a peer may ask for less. */
const maxIdle = 330_000;
/** How long a connection may stay without a stream. Its peer can keep it alive, and no other layer ends it. */
export const streamTimeout = 60_000;
/** A datagram is never refused: the only sign of a missing server is that no answer comes. */
const connectTimeout = 5000;

export interface QuicListenOptions extends LinkOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** In PEM. */
  readonly key: string;
  readonly cert: string;
  /** The name of the protocol that is spoken on it. */
  readonly alpn: string;
  /** Called with an error the library threw at a datagram; it affects no other connection. */
  readonly onBroken?: (error: unknown) => void;
  /** Whether a handshake with that address may begin; otherwise its packet is dropped, and the peer tries again by itself. */
  readonly mayBegin?: ((address: string) => boolean) | undefined;
}

export interface QuicConnectOptions extends LinkOptions {
  readonly host: string;
  readonly port: number;
  /** The certificates that are trusted, in PEM. */
  readonly ca: string;
  readonly alpn: string;
  /** Milliseconds without an answer until connecting fails; 5000. */
  readonly timeout?: number;
}

/** A connection that a peer has made to us. */
export interface QuicConnection {
  readonly peer: QuicPeer;
  /** Takes the bidirectional streams the peer opens, in the order their first bytes come. Once, and at once. */
  accept(onLink: (link: QuicLink) => void): void;
}

/** Rejects with a sentence where the library is missing, and with its own error when the address is unavailable. */
export async function listenQuic(
  options: QuicListenOptions,
  onConnection: (connection: QuicConnection) => void,
): Promise<Listening> {
  const library = await needQuic();
  const settings = { ...linkSettings(options), accepted: true };
  const server = new library.QUICServer({
    crypto: tokens(),
    config: { key: options.key, cert: options.cert, verifyPeer: false, ...configOf(options.alpn) },
    minIdleTimeout: handshakeTimeout,
    logger: silence,
  });
  const turns = new DatagramTurns();
  /** The connections of each network. */
  const known = new Map<string, Set<QuicPeer>>();
  const caught = options.onBroken ?? (() => {});
  guard(server, library, {
    caught,
    inTurn(address, length, handle) {
      const network = settings.networkOf(unmapped(address));
      turns.enter(network, length, handle, known.has(network));
    },
    mayBegin: (address) => options.mayBegin?.(unmapped(address)) ?? true,
    networkOf: (address) => settings.networkOf(unmapped(address)),
  });
  const open = new Set<QuicPeer>();
  /** Connections without a stream yet: no other layer ends them. */
  const silent = new Set<QuicPeer>();
  let closing = false;
  server.addEventListener(library.events.EventQUICServerConnection.name, (event) => {
    const connection = detailOf(event);
    if (!isConnection(connection)) return;
    const { peer, linkOf } = peerOf(library, connection, settings, turns);
    const network = settings.networkOf(peer.address);
    const peers = known.get(network) ?? new Set();
    known.set(network, peers.add(peer));
    open.add(peer);
    silent.add(peer);
    const cancelTimer = settings.after(streamTimeout, () => {
      if (silent.has(peer)) peer.end();
    });
    void peer.over.then(() => {
      cancelTimer();
      open.delete(peer);
      silent.delete(peer);
      peers.delete(peer);
      if (peers.size === 0) known.delete(network);
      if (closing && open.size === 0) void stop(server);
    });
    showStreamsInPortions(connection, (run) => turns.write(network, run), caught);
    keepInNetwork(connection, (address) => settings.networkOf(unmapped(address)) === network);
    if (closing) peer.end();
    else
      onConnection({
        peer,
        accept: (onLink) => takeStreams(library, connection, linkOf, settings, heard(onLink)),
      });
  });
  const heard =
    (onLink: (link: QuicLink) => void) =>
    (link: QuicLink): void => {
      silent.delete(link.peer);
      onLink(link);
    };
  await server.start({ host: options.host, port: options.port });
  return {
    address: server.host,
    port: server.port,
    /** All connections share one socket, so it closes with the last of them. Those without a stream are ended. */
    async close() {
      closing = true;
      settings.grace = Math.min(settings.grace, closingGrace);
      for (const peer of silent) peer.end();
      if (open.size === 0) await stop(server);
    },
  };
}

/** The first stream of a new connection. Rejects with a sentence. */
export async function connectQuic(options: QuicConnectOptions): Promise<QuicLink> {
  const library = await needQuic();
  const { host, port, ca, timeout = connectTimeout } = options;
  const connecting = library.QUICClient.createQUICClient(
    {
      host,
      port,
      serverName: isIP(host) === 0 ? host : (nameIn(ca) ?? host),
      localHost: host.includes(':') ? '::' : '0.0.0.0',
      crypto: { ops: { randomBytes: async (data) => void randomFillSync(new Uint8Array(data)) } },
      config: { ca, verifyPeer: true, ...configOf(options.alpn) },
      logger: silence,
    },
    { timer: timeout },
  );
  const client = await connecting.catch((error: unknown) => {
    const words = error instanceof Error ? error.message : '';
    throw new Error(words || `nobody answers there over QUIC within ${timeout / 1000} seconds`, { cause: error });
  });
  contain(client.connection, () => {});
  const end = (): void => void client.destroy({ force: true }).catch(() => {});
  const settings = linkSettings(options);
  const { came, accept } = heldStreams();
  const turns = new DatagramTurns();
  const { peer, linkOf } = peerOf(library, client.connection, settings, turns, { end, accept });
  takeStreams(library, client.connection, linkOf, settings, came);
  return peer.open();
}

/** Streams that a server opens, kept until they are taken. A server may open only a few. */
function heldStreams(): { came(link: QuicLink): void; accept(onLink: (link: QuicLink) => void): void } {
  const held: QuicLink[] = [];
  let take = (link: QuicLink): void => void held.push(link);
  return {
    came: (link) => take(link),
    accept(onLink) {
      take = onLink;
      for (const link of held.splice(0)) onLink(link);
    },
  };
}

/** The library checks names only. For an address it is enough that the server has the certificate that is trusted. */
function nameIn(certificate: string): string | undefined {
  return /(?:^|, )DNS:([^,]+)/.exec(new X509Certificate(certificate).subjectAltName ?? '')?.[1];
}

async function needQuic(): Promise<QuicLibrary> {
  const library = await loadQuic();
  if (!library) throw new Error(quicSentence);
  return library;
}

/** What both sides of all our connections have. */
export const configOf = (alpn: string): Omit<ServerOptions['config'], 'key' | 'cert' | 'verifyPeer'> => ({
  applicationProtos: [alpn],
  maxIdleTimeout: maxIdle,
  initialMaxStreamsBidi: maxStreams,
  initialMaxStreamsUni: 0,
  initialMaxData: connectionWindow,
  initialMaxStreamDataBidiLocal: streamWindow,
  initialMaxStreamDataBidiRemote: streamWindow,
  maxConnectionWindow: connectionWindow,
  maxStreamWindow: streamWindow,
  // Data sent before the end of the handshake (0-RTT) can be replayed by an eavesdropper.
  enableEarlyData: false,
});

/** What differs between connections that we make and those that we accept. */
interface PeerActions {
  /** Ends the connection, if another object owns it. */
  readonly end?: () => void;
  readonly accept?: (onLink: (link: QuicLink) => void) => void;
}

function peerOf(
  library: QuicLibrary,
  connection: LibraryConnection,
  settings: LinkSettings,
  turns: DatagramTurns,
  { end = () => void stopConnection(connection), accept }: PeerActions = {},
): { readonly peer: QuicPeer; readonly linkOf: (stream: LibraryStream) => QuicLink } {
  const over = new Promise<void>((resolve) => {
    connection.addEventListener(library.events.EventQUICConnectionStopped.name, () => resolve(), { once: true });
  });
  const streams = new Set<QuicStreamLink>();
  void over.then(() => {
    for (const stream of streams) stream.connectionOver();
  });
  const linkOf = (stream: LibraryStream): QuicLink => new QuicStreamLink(peer, stream, settings, turns, streams);
  const peer: QuicPeer = {
    address: unmapped(connection.remoteHost),
    port: connection.remotePort,
    local: { address: unmapped(connection.localHost), port: connection.localPort },
    over,
    open: () => linkOf(connection.newStream('bidi')),
    ...(accept && { accept }),
    end,
    endAfter(sent) {
      void over.then(settings.after(settings.grace, end));
      void sent.then(end);
    },
  };
  return { peer, linkOf };
}

function takeStreams(
  library: QuicLibrary,
  connection: LibraryConnection,
  linkOf: (stream: LibraryStream) => QuicLink,
  settings: LinkSettings,
  onLink: (link: QuicLink) => void,
): void {
  connection.addEventListener(library.events.EventQUICConnectionStream.name, (event) => {
    const stream = detailOf(event);
    if (!isStream(stream) || stream.type !== 'bidi') return;
    const link = linkOf(stream);
    try {
      onLink(link);
    } catch (error) {
      link.abort();
      settings.onError(error, link);
    }
  });
  releaseStreams(connection);
}

const stop = (server: LibraryServer): Promise<void> => server.stop({ force: true }).catch(() => {});

/** A client that returns from the same address proves it with a token that we gave it. */
function tokens(): ServerOptions['crypto'] {
  const sign = (key: ArrayBuffer, data: ArrayBuffer): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(createHmac('sha256', new Uint8Array(key)).update(new Uint8Array(data)).digest());
  return {
    key: Uint8Array.from(randomBytes(32)).buffer,
    ops: {
      sign: async (key, data) => sign(key, data).buffer,
      verify: async (key, data, signature) => {
        const [ours, theirs] = [sign(key, data), new Uint8Array(signature)];
        return ours.length === theirs.length && timingSafeEqual(ours, theirs);
      },
    },
  };
}

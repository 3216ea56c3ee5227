import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setOnListener } from './inherited-options.ts';
import type { Link } from '#link/link.ts';
import { loopTurns } from '#link/input/loop-turns.ts';
import { closingGrace, type LinkOptions, type LinkSettings, linkSettings } from '#link/link-options.ts';
import { hasGone } from '#link/peer-of.ts';
import { TcpLink } from './tcp-link.ts';

/** A peer that vanishes while nothing is written to it is detected after about two minutes. Otherwise see `VanishedPeers`. */
export const tcpOptions: {
  readonly allowHalfOpen: true;
  readonly noDelay: true;
  readonly keepAlive: true;
  readonly keepAliveInitialDelay: number;
} = {
  allowHalfOpen: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: 120_000,
};

/**
 * A link with more waiting bytes than this is slow. Ten thousand links below it fit into the common budget, uncounted.
 * Also how much a held link reads ahead.
 */
export const slowFrom: number = 16 * 1024;

export interface ListenOptions extends LinkOptions {
  /** Address or host name; 127.0.0.1. */
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  /** Called once per accepted link when it is over, ended by either side, and its descriptor is free. */
  readonly onOver?: (link: Link) => void;
  /**
   * A connection whose descriptor has this number, or a higher one, is closed and told to `onAcceptError`. When there are
   * none left at all, libuv closes connections by itself without an error.
   */
  readonly descriptors?: number | undefined;
  /** Called when a connection could not be accepted (no descriptors left); the others are not affected. By default thrown. */
  readonly onAcceptError?: (error: Error) => void;
}

export interface Listening {
  readonly address: string;
  readonly port: number;
  /** Stops accepting; links stay. */
  close(): Promise<void>;
  /**
   * After `close`: requests that belong to no link are not answered any more. Requests under way are answered within
   * a second. Resolves when their connections are closed.
   */
  finish?(): Promise<void>;
}

export interface ConnectOptions extends LinkOptions {
  readonly host: string;
  readonly port: number;
  /** Aborts connecting; no effect once the link is open. */
  readonly signal?: AbortSignal;
}

/** Accepts connections and gives each to `onLink`, unread. Rejects with Node's error when the address is unavailable. */
export const listenTcp = (options: ListenOptions, onLink: (link: Link) => void): Promise<Listening> => {
  const settings = { ...linkSettings(options), accepted: true, onOver: options.onOver };
  const { descriptors = Infinity } = options;
  const server = createServer({ ...tcpOptions, pauseOnConnect: true, highWaterMark: slowFrom }, (socket) => {
    loopTurns.arrived();
    if (hasGone(socket)) return void socket.destroy();
    if (descriptorOf(socket) < descriptors) return accept(socket, settings, onLink);
    socket.destroy();
    server.emit('error', new Error(`no descriptors are left: links may have those below ${descriptors}`));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host ?? '127.0.0.1', port: options.port, backlog: 4096 }, () => {
      server.off('error', reject);
      if (options.onAcceptError !== undefined) server.on('error', options.onAcceptError);
      setOnListener(server, tcpOptions.keepAliveInitialDelay);
      resolve(listening(server, settings));
    });
  });
};

/** Rejects with Node's error when there is no connection, or with the signal's reason. */
export const connectTcp = (options: ConnectOptions): Promise<Link> => {
  const { host, port, signal } = options;
  const settings = linkSettings(options);
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const socket = connect({ ...tcpOptions, host, port }).pause();
    const settle = (error?: unknown): void => {
      signal?.removeEventListener('abort', giveUp);
      socket.off('error', settle).off('connect', connected);
      if (error !== undefined) reject(error);
    };
    const connected = (): void => {
      settle();
      resolve(new TcpLink(socket, settings));
    };
    const giveUp = (): void => {
      settle(signal?.reason);
      socket.on('error', () => {}).destroy();
    };
    signal?.addEventListener('abort', giveUp);
    socket.on('error', settle).on('connect', connected);
  });
};

const accept = (socket: Socket, settings: LinkSettings, onLink: (link: Link) => void): void => {
  const link = new TcpLink(socket, settings);
  try {
    onLink(link);
  } catch (error) {
    link.abort();
    settings.onError(error, link);
  }
};

/** The number of a socket's descriptor; -1 where Node reports none, as on Windows, which has no limit to reach. */
export const descriptorOf = (socket: Socket): number => {
  // Node documents no other way to it.
  const handle: unknown = Reflect.get(socket, '_handle');
  const number: unknown = typeof handle === 'object' && handle !== null && 'fd' in handle ? handle.fd : undefined;
  return typeof number === 'number' ? number : -1;
};

const listening = (server: Server, settings: LinkSettings): Listening => {
  const { address, port } = addressOf(server);
  const close = async (): Promise<void> => {
    settings.grace = Math.min(settings.grace, closingGrace);
    server.close();
  };
  return { address, port, close };
};

export const addressOf = (server: Server): AddressInfo => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no address.');
  return address;
};

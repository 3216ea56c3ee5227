import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Peer } from '#link/link.ts';

/** What an HTTP listener serves besides links. */
export interface Site {
  /** The headers of answers that it does not make: to what is not HTTP, and to refused WebSockets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Answers a request. Must not throw. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  /** Whether a request for a WebSocket is accepted. */
  upgrade(request: IncomingMessage): Upgrade | UpgradeRefused;
  /** Answers a request of a client that has too many connections and requests. Must not throw. */
  refuse(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Whether that address is a proxy, which connects for many: its connections count for no address, but each of its links and
   * requests does, for the address it names.
   */
  isProxy(address: string): boolean;
  /** The client for whom a proxy sends a request; undefined: no proxy has sent it. */
  clientOf(request: IncomingMessage): Peer | undefined;
}

export interface Upgrade {
  /** The subprotocol that is spoken. */
  readonly subprotocol: string;
  readonly peer: Peer;
  /** The peer is behind a proxy. */
  readonly proxied: boolean;
  /** What the request carries in place of a password: see `Link`. */
  readonly credentials?: string | undefined;
}

export interface UpgradeRefused {
  readonly status: 400 | 403 | 404 | 421 | 503;
  /** A sentence for the body of the answer. */
  readonly reason: string;
}

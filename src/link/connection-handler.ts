import type { Link } from './link.ts';
import type { LinkOptions } from './link-options.ts';
import type { Credentials } from './certificates/self-signed.ts';
import type { Site } from './http/site.ts';

/** A peer that has connected, before any links of the connection. */
export interface Connection extends Pick<Link, 'peer'> {
  /**
   * What is counted, where a proxy connects for many clients. `proxy`: the connection itself, which belongs to no client.
   * `client`: a connection that now belongs to one client, which the proxy has named. `request`: a request of such a client,
   * until it is answered. And `stream`: a further stream of a connection, until it is gone. Undefined: the connection is a client's own.
   */
  readonly part?: 'proxy' | 'client' | 'request' | 'stream';
  /** Ends it for a new one of its address, where it is open only in case there will be another request. False: it is in use. */
  endIfIdle?(): boolean;
}

/** What a listener does with new connections. */
export interface ConnectionHandler {
  /** Called before a QUIC handshake, which costs much. False: its address has begun too many. */
  mayBegin?(address: string): boolean;
  /** False: the connection is above the limits. It is ended, and `over` is still called for it. */
  admit(connection: Connection): boolean;
  /** The first link of an admitted connection, unread; where a connection is one link, the only one. */
  first(link: Link): void;
  /** A further link of the same connection, which is a `stream`: `over` is called for it, too. */
  further(link: Link): void;
  /** The connection is over, ended by either side; once. Also called for each part of it that is counted. */
  over(connection: Connection): void;
}

export interface AcceptOptions extends LinkOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** See `ListenOptions`. */
  readonly descriptors?: number | undefined;
  readonly onAcceptError?: (error: Error) => void;
  /** Called for datagrams that could not be read; no other connection is affected. */
  readonly onBroken?: (error: unknown) => void;
  /** The server's certificate and key; needed where the transport is `encrypted`. */
  readonly credentials?: Credentials | undefined;
  /** See `Carrier`. */
  readonly alpn?: string | undefined;
  /** What is served over HTTP; needed there. */
  readonly site?: Site | undefined;
}

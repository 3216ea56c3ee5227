import type { Link, Peer } from '#link/link.ts';

/** The other end of a QUIC connection: the same object for all its streams. */
export interface QuicPeer extends Peer {
  /** Our own end, as far as the library reports it. */
  readonly local?: Peer | undefined;
  /** Resolves when the connection is over, ended by either side. All its links have ended then. */
  readonly over: Promise<void>;
  /** Opens one more stream. */
  open(): QuicLink;
  /**
   * Takes the bidirectional streams that the other side opens, also those that it opened earlier. Called once. Only if
   * this side made the connection.
   */
  accept?(onLink: (link: QuicLink) => void): void;
  /** Ends the connection; bytes not handed to the transport yet are dropped. */
  end(): void;
  /** Ends the connection once that promise is settled, or after the grace period: a peer that does not read must not keep it. */
  endAfter(sent: Promise<void>): void;
}

/** One bidirectional stream of a QUIC connection. */
export interface QuicLink extends Link {
  readonly peer: QuicPeer;
  /** Its id: those a client opens are 0, 4, 8 … */
  readonly stream: number;
  /** Resolves when both its directions are closed and its reader has its end, or when the connection is over. */
  readonly gone: Promise<void>;
}

/** Whether a link is a stream of a QUIC connection, and so may be one of several to its peer. */
export const isQuicLink = (link: Link): link is QuicLink => 'stream' in link && 'over' in link.peer;

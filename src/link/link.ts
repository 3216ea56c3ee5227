/** The other end of a link. */
export interface Peer {
  /** IP address as text, as Node writes it, or a name in square brackets for a link without one (`[pipe]`). */
  readonly address: string;
  readonly port: number;
  /** The name of the user who logged in on this link, for captures. */
  user?: string;
}

/** Why a link is over. `ended`: the peer closed it. `slow`: its outbox passed its bound. `closed`: by ourselves. */
export type LinkEnd = 'ended' | 'reset' | 'slow' | 'closed';

/** Reads the bytes of a link. */
export interface Reader {
  /** If set, this reader replaces it after the chunk just taken. */
  readonly successor?: Reader | undefined;
  /**
   * Takes bytes from the front of a chunk and returns how many. When it takes fewer than all, the link keeps the rest,
   * stops reading, and hands the rest over again (as one chunk) after `resume`. The bytes do not change afterwards and
   * are not to be changed; keep copies of small pieces, a slice pins its whole chunk.
   */
  take(chunk: Uint8Array): number;
  /** Bytes of memory of an unfinished message that it holds; absent where that is never worth counting. Asked after each `take`. */
  readonly unfinished?: number;
  /**
   * What is sent to the peer before the link is ended because unfinished messages take too much memory, and this reader has held one
   * for the longest time. Absent or undefined: nothing, and the link is aborted.
   */
  tooMuchUnfinished?(): Uint8Array | undefined;
  /**
   * Nothing more will come: called once, after everything that was received has been taken (after an `abort` of our
   * own or as `slow`, the rest is dropped), and never from inside `abort`, `write` or `end`. After `ended` the other
   * direction may still be open: what is written may arrive.
   */
  ended(how: LinkEnd): void;
}

/** One byte connection to one peer, whatever carries it. Chunk borders are the transport's, not the protocol's. */
export interface Link {
  readonly peer: Peer;
  /**
   * The secret that the peer sent to identify itself while the link was opened, for the dialect. Only on transports
   * that carry one.
   */
  readonly credentials?: string | undefined;
  /** Our own end, as its peer reaches it; undefined if the transport does not report it, and after the end. */
  readonly local?: Peer | undefined;
  /** Begins reading; once per link, a second time throws. Nothing is read before, so no end is seen either. */
  read(reader: Reader): void;
  /**
   * Goes on after a `take` that left something, and may call `take` before it returns; no effect otherwise. Called
   * inside that `take`, it counts as soon as `take` has returned.
   */
  resume(): void;
  /**
   * Queues bytes after the earlier ones. They may be kept without a copy, and must not change. When more than the outbox's bound (1 MiB
   * unless `LinkOptions.outbox` says otherwise) would wait, the link is aborted as `slow` and what waited is dropped. After the end: no effect.
   */
  write(bytes: Uint8Array): void;
  /** Bytes accepted and not yet handed to the transport. */
  readonly queued: number;
  /**
   * A queue above the link holds this many bytes for its peer now: they count with those that wait for all peers. When these
   * are too many, the link is aborted as `slow`. Absent where only the link's own bytes count.
   */
  countAbove?(bytes: number): void;
  /** The bytes that wait for all peers together, or for those of this address, have reached the bound: queue nothing more. */
  readonly scarce: boolean;
  /**
   * Whether everything written so far was handed to the transport. False for ever once something was dropped: the link
   * was slow, aborted or reset, or was written to after its end.
   */
  readonly delivered: boolean;
  /** Resolves when everything written so far was handed to the transport, or the link is over. */
  drained(): Promise<void>;
  /** Sends what is queued, then closes our direction. The link is over when the peer closes its own, or after `LinkOptions.grace`. */
  end(): void;
  /** Drops everything at once: what waits is not sent, and the peer sees a reset. */
  abort(): void;
}

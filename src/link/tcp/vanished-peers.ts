import { type TcpConnection, keyOf, retransmittingRows } from './kernel-table.ts';
import type { After } from '#link/after.ts';

/** Checks without an acknowledgement, after the first one, until a link is ended. */
const checksUntilGone = 4;
/** Retransmissions of the same bytes, at least: six seconds without any answer on the fastest network. */
const leastRetransmissions = 5;
/** Checks after the last write; then checking stops if no peer was silent. */
const quiet = 6;

/** A link over TCP. */
export interface Watched {
  readonly connection: TcpConnection | undefined;
  /** Called when its host acknowledges nothing any more. */
  vanished(): void;
}

interface Seen {
  readonly retransmissions: number;
  /** Earlier checks in a row at which nothing had been acknowledged. */
  readonly looks: number;
}

/**
 * Ends links whose hosts have vanished: cable pulled, machine off. The kernel notices by itself only while nothing is
 * written (`SO_KEEPALIVE`); otherwise it sends again for a quarter of an hour. Needs Linux. A program that reads nothing
 * is left alone: its host acknowledges.
 */
export class VanishedPeers {
  readonly #after: After;
  readonly #interval: number;
  readonly #ask: typeof retransmittingRows;
  readonly #links = new Set<Watched>();
  #silent = new Map<Watched, Seen>();
  #looking = false;
  /** Checks since the last write. */
  #quiet = 0;

  /** `interval`: ms between two checks. A link is ended at the fifth check in a row at which its peer is silent. */
  constructor(after: After, interval: number, ask: typeof retransmittingRows = retransmittingRows) {
    this.#after = after;
    this.#interval = interval;
    this.#ask = ask;
  }

  add(link: Watched): void {
    this.#links.add(link);
  }

  delete(link: Watched): void {
    this.#links.delete(link);
    this.#silent.delete(link);
  }

  /** Something was written on one of the links. */
  wrote(): void {
    this.#quiet = 0;
    if (!this.#looking) this.#lookLater();
  }

  #lookLater(): void {
    this.#looking = this.#links.size > 0 && (this.#quiet < quiet || this.#silent.size > 0);
    if (!this.#looking) return;
    this.#quiet++;
    this.#after(this.#interval, () => {
      void this.#look().finally(() => this.#lookLater());
    });
  }

  async #look(): Promise<void> {
    const rows = await this.#ask().catch(() => new Map<string, never>());
    const silent = new Map<Watched, Seen>();
    if (rows.size > 0) {
      for (const link of this.#links) {
        const row = link.connection && rows.get(keyOf(link.connection));
        if (row) silent.set(link, this.#seen(link, row.retransmissions));
      }
    }
    this.#silent = silent;
    for (const [link, { retransmissions, looks }] of silent) {
      if (looks >= checksUntilGone && retransmissions >= leastRetransmissions) link.vanished();
    }
  }

  /** An acknowledgement sets the kernel's count to 0. */
  #seen(link: Watched, retransmissions: number): Seen {
    const before = this.#silent.get(link);
    const still = before !== undefined && retransmissions >= before.retransmissions;
    return { retransmissions, looks: still ? before.looks + 1 : 0 };
  }
}

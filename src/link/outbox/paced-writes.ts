import type { Link } from '#link/link.ts';
import type { After } from '#link/after.ts';

/**
 * Time between two writes, in ms, for a protocol in which the bytes of one read are one message: each message must be in a
 * separate segment, and read before the next one comes.
 */
export const pauseBetweenWrites = 50;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly sent: () => void;
}

/** Writes to a peer one piece at a time, and only while it reads. */
export class PacedWrites {
  readonly #link: Link;
  readonly #after: After;
  #resting = false;
  #waiting: Waiting | undefined;

  constructor(link: Link, after: After) {
    this.#link = link;
    this.#after = after;
  }

  /** Writes a piece when its time has come, then calls `sent`. It replaces a piece that still waits. */
  send(bytes: Uint8Array, sent: () => void): void {
    this.#waiting = { bytes, sent };
    if (!this.#resting) this.#write();
  }

  /** Takes back the piece that still waits. */
  stop(): Uint8Array | undefined {
    const bytes = this.#waiting?.bytes;
    this.#waiting = undefined;
    return bytes;
  }

  #write(): void {
    const next = this.#waiting;
    if (!next) return;
    this.#waiting = undefined;
    this.#resting = true;
    this.#link.write(next.bytes);
    this.#after(pauseBetweenWrites, () => void this.#rested());
    next.sent();
  }

  /** Waits until the peer has read: a peer that does not read is not written to. */
  async #rested(): Promise<void> {
    await this.#link.drained();
    this.#resting = false;
    this.#write();
  }
}

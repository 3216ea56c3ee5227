import type { After } from '#link/after.ts';

/**
 * How long a connection is still read after its last answer, in ms, and how many bytes: what is unread when a socket is closed makes the
 * kernel reset it, and its peer, which may still be sending, would lose the answer (RFC 9112, 9.6).
 */
export const lingeringTime = 2000;
export const lingeringBytes: number = 4 * 1024 * 1024;

/** The input of a connection after its last answer, which is discarded. */
export class Lingering {
  readonly stop: () => void;
  #left: number = lingeringBytes;

  /** `end`: closes the connection when the time is over. */
  constructor(after: After, end: () => void) {
    this.stop = after(lingeringTime, end);
  }

  /** False: that is too much. */
  discards(bytes: number): boolean {
    this.#left -= bytes;
    return this.#left >= 0;
  }
}

import type { Millis } from '#chat/event.ts';

/** One frame in this time, and so many at once. */
const every: Millis = 5000;
const most = 8;

/** Bounds what is said on a link that is not mail: some servers answer everything, or block who says much. */
export class Chatter {
  #left = most;
  #at: Millis;

  constructor(now: Millis) {
    this.#at = now;
  }

  /** Counts a frame; false when it would be one too many. Times are elapsed time. */
  takes(now: Millis): boolean {
    this.#left = Math.min(most, this.#left + (now - this.#at) / every);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}

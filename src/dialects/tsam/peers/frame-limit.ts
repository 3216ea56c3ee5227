import type { Millis } from '#chat/event.ts';

/** One frame is allowed per `every`, and this many at once. */
const every: Millis = 5000;
const most = 8;

/** Limits the frames on a link that are not mail: some servers answer everything, or block servers that send much. */
export class FrameLimit {
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

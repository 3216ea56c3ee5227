import type { Millis } from '#chat/event.ts';

/** Messages per second that a link may send, and messages at once. */
const [rate, burst] = [20, 400];
/** A link that is this many messages ahead, or is held back for this long, counts as flooding. */
const maxAhead = 4000;
const longestHeld: Millis = 10 * 60_000;

/** Milliseconds after which a link that is held back may bring something again. */
export const heldFor: Millis = 1000 / rate;

/** Limits the messages that are read from a link per second. Times are elapsed time. */
export class MessageLimit {
  #credit = burst;
  #at: Millis;
  /** The time since which it has sent too much. */
  #heldSince: Millis | undefined;

  constructor(now: Millis) {
    this.#at = now;
  }

  judge(now: Millis): 'read' | 'hold' | 'flood' {
    this.#credit = Math.min(burst, this.#credit + ((now - this.#at) / 1000) * rate);
    this.#at = now;
    if (this.#credit > burst / 4) this.#heldSince = undefined;
    if (this.#credit >= 1) return 'read';
    this.#heldSince ??= now;
    return -this.#credit > maxAhead || now - this.#heldSince > longestHeld ? 'flood' : 'hold';
  }

  /** Counts a message. One that is not mail counts twice. */
  count(mail: boolean): void {
    this.#credit -= mail ? 1 : 2;
  }
}

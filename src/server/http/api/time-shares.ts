import type { Millis } from '#chat/event.ts';

/** A network may use this share of the time, and this many ms at once. */
const [share, burst] = [0.2, 1000];
/** With more networks, those without debt are dropped. */
const leastSwept = 1024;

/**
 * Measures how much of the server's time the requests of each network take. The cost of a request is only known
 * afterwards, so a network may begin one more while it has any time left.
 */
export class TimeShares {
  readonly #elapsed: () => Millis;
  /** When the debt of a network ends. */
  readonly #freeAt = new Map<string, Millis>();
  #sweepAt = leastSwept;

  constructor(elapsed: () => Millis) {
    this.#elapsed = elapsed;
  }

  hasSome(network: string): boolean {
    return (this.#freeAt.get(network) ?? 0) - this.#elapsed() < burst / share;
  }

  spend(network: string, ms: Millis): void {
    const now = this.#elapsed();
    this.#freeAt.set(network, Math.max(now, this.#freeAt.get(network) ?? 0) + ms / share);
    if (this.#freeAt.size >= this.#sweepAt) this.#sweep(now);
  }

  #sweep(now: Millis): void {
    for (const [network, time] of this.#freeAt) if (time <= now) this.#freeAt.delete(network);
    this.#sweepAt = Math.max(leastSwept, 2 * this.#freeAt.size);
  }
}

import type { Millis } from '#chat/event.ts';

/** A network may take this share of the time, and so many ms of it at once. */
const [share, burst] = [0.2, 1000];
/** Networks remembered before those that owe nothing are forgotten. */
const leastSwept = 1024;

/**
 * How much of the server's time the requests of each network take. What one request costs is known only afterwards, so that a network may
 * begin one more while it has any left.
 */
export class TimeShares {
  readonly #elapsed: () => Millis;
  /** When a network will owe nothing any more. */
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

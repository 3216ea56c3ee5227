import type { After } from '#link/after.ts';

/** A clock that only moves with the packets of a capture, and then runs the timers that are due. */
export class EventClock {
  #now = 0;
  #start: bigint | undefined;
  readonly #timers = new Set<{ readonly at: number; readonly ring: () => void }>();

  /** Milliseconds since the first packet. */
  readonly now = (): number => this.#now;

  readonly after: After = (ms, ring) => {
    const timer = { at: this.#now + ms, ring };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  /** Moves to a time in ns, never back. */
  move(time: bigint): void {
    this.#start ??= time;
    const until = Math.max(this.#now, Number(time - this.#start) / 1e6);
    for (const timer of [...this.#timers].toSorted((one, other) => one.at - other.at)) {
      if (timer.at > until) break;
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.ring();
    }
    this.#now = until;
  }
}

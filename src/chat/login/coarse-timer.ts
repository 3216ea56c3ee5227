import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';

/** Times are rounded up to multiples of this, in ms, so that the timer fires at most ten times a second. */
const step: Millis = 100;

/** One timer for all work that waits until a given time. */
export class CoarseTimer<T> {
  readonly #clock: Clock;
  readonly #timeOf: (waiting: T) => Millis;
  readonly #onDue: (due: readonly T[]) => void;
  readonly #waiting = new Set<T>();
  /** When the timer fires. */
  #next: Millis = Infinity;
  #cancelTimer: () => void = () => {};

  /** `timeOf`: in the clock's elapsed time; may become later while an item waits. `onDue`: called with the items whose time has come. */
  constructor(clock: Clock, timeOf: (waiting: T) => Millis, onDue: (due: readonly T[]) => void) {
    this.#clock = clock;
    this.#timeOf = timeOf;
    this.#onDue = onDue;
  }

  add(waiting: T): void {
    this.#waiting.add(waiting);
    this.#set(this.#timeOf(waiting));
  }

  /** No timer while nothing waits: it would keep the process alive. */
  delete(waiting: T): void {
    if (this.#waiting.delete(waiting) && this.#waiting.size === 0) this.#clear();
  }

  #set(time: Millis): void {
    const next = Math.ceil(time / step) * step;
    if (next >= this.#next) return;
    this.#clear();
    this.#next = next;
    this.#cancelTimer = this.#clock.after(Math.max(1, Math.ceil(next - this.#clock.elapsed())), () => this.#fire());
  }

  #clear(): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#next = Infinity;
  }

  #fire(): void {
    this.#cancelTimer = () => {};
    this.#next = Infinity;
    const now = this.#clock.elapsed();
    const due = [...this.#waiting].filter((waiting) => this.#timeOf(waiting) <= now);
    for (const waiting of due) this.#waiting.delete(waiting);
    let next = Infinity;
    for (const waiting of this.#waiting) next = Math.min(next, this.#timeOf(waiting));
    if (next < Infinity) this.#set(next);
    this.#onDue(due);
  }
}

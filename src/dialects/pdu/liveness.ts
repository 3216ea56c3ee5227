import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';

/** How long a session may be silent: one that has pinged, and any other. */
export const pingedTimeout: Millis = 30_000;
export const usualTimeout: Millis = 300_000;

export class Liveness {
  readonly #clock: Clock;
  readonly #silent: () => void;
  #last: Millis = 0;
  #pinged = false;
  #cancelTimer: () => void = () => {};

  constructor(clock: Clock, silent: () => void) {
    this.#clock = clock;
    this.#silent = silent;
  }

  begin(): void {
    this.#pinged = false;
    this.heard();
    this.#wait();
  }

  heard(): void {
    this.#last = this.#clock.elapsed();
  }

  pinged(): void {
    this.heard();
    if (this.#pinged) return;
    this.#pinged = true;
    this.#wait();
  }

  end(): void {
    this.#cancelTimer();
  }

  /** One timer per session; input only moves the next deadline. */
  #wait(): void {
    this.#cancelTimer();
    const left = this.#last + (this.#pinged ? pingedTimeout : usualTimeout) - this.#clock.elapsed();
    this.#cancelTimer = left > 0 ? this.#clock.after(left, () => this.#wait()) : () => {};
    if (left <= 0) this.#silent();
  }
}

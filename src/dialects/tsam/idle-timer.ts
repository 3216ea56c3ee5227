import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';

/** Calls after so much silence. Uses one timer, however often input arrives. */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #limit: Millis;
  readonly #over: () => void;
  #heardAt: Millis;
  #cancel: () => void = () => {};

  /** `limit`: 0 for never. */
  constructor(clock: Clock, limit: Millis, over: () => void) {
    this.#clock = clock;
    this.#limit = limit;
    this.#over = over;
    this.#heardAt = clock.elapsed();
    if (limit > 0) this.#wait(limit);
  }

  heard(): void {
    this.#heardAt = this.#clock.elapsed();
  }

  stop(): void {
    this.#cancel();
  }

  #wait(ms: Millis): void {
    this.#cancel = this.#clock.after(ms, () => {
      const left = this.#heardAt + this.#limit - this.#clock.elapsed();
      if (left > 0) this.#wait(left);
      else this.#over();
    });
  }
}

import type { Millis } from '#chat/event.ts';

/** Adds up the times of the parts of some work. */
export class WorkTime {
  readonly #elapsed: () => Millis;
  #began: Millis = 0;
  #sum: Millis = 0;

  constructor(elapsed: () => Millis) {
    this.#elapsed = elapsed;
  }

  begin(): void {
    this.#began = this.#elapsed();
  }

  /** A part of it is done. */
  pause(): void {
    this.#sum += this.#elapsed() - this.#began;
  }

  /** All of it is done. Returns the sum, which begins again at 0. */
  end(): Millis {
    this.pause();
    const sum = this.#sum;
    this.#sum = 0;
    return sum;
  }
}

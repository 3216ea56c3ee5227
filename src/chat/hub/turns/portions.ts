import type { Clock, WorkTurns } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';

/** How long work for many sessions may take in one turn of the event loop, in ms, if other work leaves as much. */
export const portionTime: Millis = 6;
/** Sessions that are served in one turn at least; and between two looks at the clock. */
export const leastPortion = 64;

export interface PortionsOptions {
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly loop: Pick<WorkTurns, 'next' | 'allows'>;
  /** Runs now, or right after the batch under way. */
  readonly afterBatch: (run: () => void) => void;
  /** The time of requests that are taken in this turn does not include this work. */
  readonly excludeTime: (ms: Millis) => void;
}

/**
 * Work for very many sessions outside of the batches, such as telling them something or ending them: in the order in which it was
 * asked for, as much in each turn of the event loop as fits. What few sessions need is done at once.
 */
export class Portions {
  readonly #options: PortionsOptions;
  /** Each does one piece of what was asked for, and returns whether anything is left of it. */
  readonly #waiting: (() => boolean)[] = [];

  constructor(options: PortionsOptions) {
    this.#options = options;
  }

  /** Not while a batch is under way. */
  each<T extends object>(items: Iterable<T>, run: (item: T) => void): void {
    const left = [...items].reverse();
    if (left.length === 0) return;
    this.#waiting.push(() => {
      const next = left.pop();
      if (next) run(next);
      return left.length > 0;
    });
    // Otherwise it is next in this turn, or in a later one.
    if (this.#waiting.length === 1) this.#goOn();
  }

  #goOn(): void {
    const { clock, loop, afterBatch, excludeTime } = this.#options;
    const [began, most] = [clock.elapsed(), loop.allows(portionTime)];
    let isOver = false;
    for (let made = 1; !isOver && this.#waiting.length > 0; made++) {
      const [piece] = this.#waiting;
      if (piece?.() !== true) this.#waiting.shift();
      isOver = made % leastPortion === 0 && clock.elapsed() - began >= most;
    }
    excludeTime(clock.elapsed() - began);
    if (this.#waiting.length > 0) loop.next(() => afterBatch(() => this.#goOn()));
  }
}

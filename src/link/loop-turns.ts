/** Turns of the event loop that are left to connections, one after the other, before other work goes on. */
export const mostLeft = 32;
/** They are only where the last work took this long, in ms. */
export const longWork = 1;

/**
 * The turns of the event loop in which work goes on that is done a little at a time.
 *
 * libuv accepts one connection of each listener in a turn, and a turn full of work may take 10 ms or more: of a thousand connections
 * that come together, the last would wait for ten seconds. So a turn in which one has come is left to it, and to what
 * its peer asks at once, if the last work was long; there may be more behind it.
 */
export class LoopTurns {
  readonly #later: (run: () => void) => void;
  readonly #elapsed: () => number;
  #waiting: (() => void)[] = [];
  #scheduled = false;
  #arrived = false;
  #left = 0;
  #wasLong = false;

  /** `later`: runs something when this turn has read its input. */
  constructor(later: (run: () => void) => void = setImmediate, elapsed: () => number = () => performance.now()) {
    this.#later = later;
    this.#elapsed = elapsed;
  }

  /** A connection was accepted in this turn. */
  arrived(): void {
    this.#arrived = true;
  }

  /** Calls in the next turn in which work goes on. */
  readonly next = (call: () => void): void => {
    this.#waiting.push(call);
    if (!this.#scheduled) this.#schedule();
  };

  #schedule(): void {
    this.#scheduled = true;
    this.#later(() => this.#turn());
  }

  #turn(): void {
    const isLeft = this.#arrived && this.#wasLong && this.#left < mostLeft;
    this.#arrived = false;
    this.#left = isLeft ? this.#left + 1 : 0;
    if (isLeft) return this.#schedule();
    this.#scheduled = false;
    const calls = this.#waiting;
    this.#waiting = [];
    const began = this.#elapsed();
    let called = 0;
    try {
      for (const call of calls) {
        called++;
        call();
      }
    } finally {
      this.#wasLong = this.#elapsed() - began >= longWork;
      // One of them has thrown.
      for (const call of calls.slice(called)) this.next(call);
    }
  }
}

/** One for the whole process. */
export const loopTurns: LoopTurns = new LoopTurns();

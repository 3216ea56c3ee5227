/**
 * Lets so many go on at a time; the others wait, and those they wait for take turns: one with nothing waiting is next,
 * however much others have asked for.
 */
export class FairTurns {
  #free: number;
  /** By whom it is for, in the order of their turns. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async take<T>(whose: string, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await this.#turn(whose);
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #turn(whose: string): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(whose);
      if (waiting) waiting.push(resolve);
      else this.#waiting.set(whose, [resolve]);
    });
  }

  #next(): void {
    for (const [whose, [first, ...others]] of this.#waiting) {
      this.#waiting.delete(whose);
      if (others.length > 0) this.#waiting.set(whose, others);
      if (first) return first();
    }
    this.#free++;
  }
}

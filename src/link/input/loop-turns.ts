/** Turns of the event loop that are left to connections, one after the other, before other work goes on. */
export const maxLeft = 4;
/** Turns are left only if the last work took this long, in ms. */
export const longWork = 1;
/** How long a turn may work, in ms: what is left of it is shared by all kinds of work. */
export const workTime = 8;
/** What work of one kind may take in a turn at least, in ms, however long the turn has worked. */
export const leastTime = 1;

interface Waiting {
  readonly call: () => void;
  readonly cost: number;
  /** It did not fit into the last turn. */
  late: boolean;
}

/**
 * The turns of the event loop in which work goes on that is done a little at a time. All work of the process shares a turn, so that
 * none is long, even when there is work of every kind: input, answers, timers and batches. Work that can be divided takes what is
 * left of a turn, but always a little, so that it goes on in every turn; what cannot be divided waits for the next turn.
 *
 * libuv accepts one connection of each listener in a turn, and a turn full of work may take 10 ms or more: of a thousand connections
 * that come together, the last would wait for ten seconds. So a turn in which one has come is left to it, and to what
 * its peer asks at once, if the last work was long; there may be more after it.
 */
export class LoopTurns {
  readonly #later: (run: () => void) => void;
  readonly #elapsed: () => number;
  readonly #thenRun: (run: () => void) => void;
  readonly #waiting: Waiting[] = [];
  /** Calls that this turn may still make; those added meanwhile come in the next one. */
  #due = 0;
  #made = 0;
  /** When the first work of this turn began. */
  #began: number | undefined;
  #callsBegan = 0;
  #scheduled = false;
  #arrived = false;
  #left = 0;
  #wasLong = false;

  /**
   * `later`: runs something when this turn has read its input. `thenRun`: runs something after the promises that a
   * call has settled.
   */
  constructor(
    later: (run: () => void) => void = setImmediate,
    elapsed: () => number = () => performance.now(),
    thenRun: (run: () => void) => void = afterPromises,
  ) {
    this.#later = later;
    this.#elapsed = elapsed;
    this.#thenRun = thenRun;
  }

  /** A connection was accepted in this turn. */
  arrived(): void {
    this.#arrived = true;
  }

  /**
   * Calls in the next turn in which work goes on. `cost`: about how long the call, and what follows from it, takes,
   * in ms, where that cannot be divided; then it waits one turn more if there is no time for it.
   */
  readonly next = (call: () => void, cost = 0): void => {
    this.#waiting.push({ call, cost, late: false });
    this.#begin();
  };

  /** How long this turn has worked, in ms. The first question in a turn counts as the beginning of its work. */
  readonly worked = (): number => this.#elapsed() - this.#begin();

  /** How long work of one kind may take in this turn, in ms: at most `most`, and less if the turn has worked long. */
  readonly allows = (most: number): number => Math.max(leastTime, Math.min(most, workTime - this.worked()));

  #begin(): number {
    this.#began ??= this.#elapsed();
    if (!this.#scheduled) this.#schedule();
    return this.#began;
  }

  #schedule(): void {
    this.#scheduled = true;
    this.#later(() => this.#turn());
  }

  #turn(): void {
    const isLeft = this.#arrived && this.#wasLong && this.#left < maxLeft;
    this.#arrived = false;
    this.#left = isLeft ? this.#left + 1 : 0;
    this.#made = 0;
    this.#due = isLeft ? 0 : this.#waiting.length;
    this.#callsBegan = this.#elapsed();
    this.#goOn();
  }

  /** One call at a time, so that all work that it causes is counted in its time. */
  readonly #goOn = (): void => {
    if (this.#due === 0) return this.#end();
    this.#due--;
    this.#thenRun(this.#goOn);
    const next = this.#waiting.shift();
    if (!next) return;
    if (next.cost > 0 && !next.late && this.worked() + next.cost > workTime) {
      next.late = true;
      this.#waiting.push(next);
      return;
    }
    this.#made++;
    next.call();
  };

  #end(): void {
    if (this.#made > 0) this.#wasLong = this.#elapsed() - this.#callsBegan >= longWork;
    this.#began = undefined;
    this.#scheduled = false;
    if (this.#waiting.length > 0) this.#begin();
  }
}

/**
 * Runs something after the promises that the present call has settled: all microtasks run before the next tick, also those that
 * others have queued.
 */
export function afterPromises(run: () => void): void {
  queueMicrotask(() => process.nextTick(run));
}

/** One for the whole process. */
export const loopTurns: LoopTurns = new LoopTurns();

import { LoginLane } from '#chat/login/login-lane.ts';
import type { Millis } from '#chat/event.ts';

/** How long requests may be answered within one turn of the event loop, in ms. */
const most = 4;

interface Waiting {
  readonly network: string;
  readonly begin: () => void;
}

/**
 * Answers requests for a few ms in each turn of the event loop, of each network in turn: many of them hold up nobody on a link,
 * and those of one network nobody of another.
 */
export class Turns {
  readonly #elapsed: () => Millis;
  readonly #lane = new LoginLane<Waiting>();
  #waiting = 0;
  #spent: Millis = 0;
  #turning = false;

  constructor(elapsed: () => Millis) {
    this.#elapsed = elapsed;
  }

  /** Runs the job when it is its turn. Undefined: too many of its network wait. Only what it does before it waits itself counts. */
  run<T>(network: string, job: () => T | Promise<T>): Promise<T> | undefined {
    if (this.#waiting === 0 && this.#spent < most) return this.#timed(job);
    if (this.#lane.room(network) !== true) return undefined;
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = {
        network,
        begin: () => {
          this.#waiting--;
          this.#lane.leave(waiting);
          this.#timed(job).then(resolve, reject);
        },
      };
      this.#waiting++;
      this.#lane.enter(waiting);
      this.#turn();
    });
  }

  async #timed<T>(job: () => T | Promise<T>): Promise<T> {
    const began = this.#elapsed();
    this.#turn();
    try {
      return job();
    } finally {
      this.#spent += this.#elapsed() - began;
    }
  }

  #turn(): void {
    if (this.#turning) return;
    this.#turning = true;
    setImmediate(() => {
      this.#turning = false;
      this.#spent = 0;
      while (this.#spent < most) {
        const next = this.#lane.shift();
        if (!next) return;
        next.begin();
      }
      this.#turn();
    });
  }
}

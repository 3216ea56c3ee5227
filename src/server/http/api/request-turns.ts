import { type LoopTurns, loopTurns } from '#link/input/loop-turns.ts';
import type { ClientItem } from '#turns/client-turns.ts';
import { NetworkQueue } from '#turns/network-queue.ts';
import type { Millis } from '#chat/event.ts';
import type { RequestSender } from './request-sender.ts';
import type { TimeShares } from './time-shares.ts';

/** The time for requests in one turn of the event loop, in ms. */
const most = 4;
/** The cost of reading a request and sending its answer, in ms. */
const besides = 0.1;

interface Waiting extends ClientItem {
  readonly begin: () => void;
  /** Undefined: it has begun, and is not refused. */
  readonly refuse: (() => void) | undefined;
}

/**
 * Answers requests for a few ms in each turn of the event loop, from one network after the other, and in a network from one client
 * after the other. A network gets no more than its share of the time. So many requests do not delay links, and requests of one
 * network do not delay those of another.
 */
export class RequestTurns {
  readonly #worked: () => Millis;
  readonly #turns: Pick<LoopTurns, 'next' | 'allows'>;
  readonly #shares: TimeShares | undefined;
  readonly #lane = new NetworkQueue<Waiting>();
  #waiting = 0;
  #spent: Millis = 0;
  #turning = false;

  /** `worked`: the CPU time of this thread, in ms. `shares`: undefined if networks are not limited. */
  constructor(worked: () => Millis, shares?: TimeShares, turns: Pick<LoopTurns, 'next' | 'allows'> = loopTurns) {
    this.#turns = turns;
    this.#worked = worked;
    this.#shares = shares;
  }

  /**
   * Runs the job when it is its turn. Undefined: too many of its network and client wait, or its network has taken too much time.
   * Only the time before the job's first wait counts.
   */
  run<T>(sender: RequestSender, job: () => T | Promise<T>): Promise<T | undefined> | undefined {
    if (this.#shares?.hasSome(sender) === false) return undefined;
    if (this.#waiting === 0 && this.#spent < this.#turns.allows(most)) return this.#timed(sender, job);
    const space = this.#lane.space(sender);
    if (space === false || (space !== true && !space.refuse)) return undefined;
    if (space !== true) {
      this.#lane.delete(space);
      this.#leave(space);
      space.refuse?.();
    }
    return new Promise<T | undefined>((resolve, reject) => {
      const begin = (): void => void this.#timed(sender, job).then(resolve, reject);
      this.#enter({ ...sender, begin, refuse: () => resolve(undefined) });
    });
  }

  /** Runs the next part of a job that has begun when it is the turn of its network again. It is not refused. */
  goOn<T>(sender: RequestSender, job: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const begin = (): void => void this.#timed(sender, job).then(resolve, reject);
      this.#enter({ ...sender, begin, refuse: undefined });
    });
  }

  #enter(waiting: Waiting): void {
    this.#waiting++;
    this.#lane.enter(waiting);
    this.#turn();
  }

  #leave(waiting: Waiting): void {
    this.#waiting--;
    this.#lane.leave(waiting);
  }

  async #timed<T>(sender: RequestSender, job: () => T | Promise<T>): Promise<T> {
    const began = this.#worked();
    this.#turn();
    try {
      return job();
    } finally {
      const took = this.#worked() - began;
      this.#spent += took + besides;
      this.#shares?.spend(sender, took);
    }
  }

  #turn(): void {
    if (this.#turning) return;
    this.#turning = true;
    this.#turns.next(() => {
      this.#turning = false;
      this.#spent = 0;
      while (this.#spent < this.#turns.allows(most)) {
        const next = this.#lane.shift();
        if (!next) return;
        this.#leave(next);
        next.begin();
      }
      this.#turn();
    });
  }
}

import { type NetworkItem, RoundRobin } from '#turns/round-robin.ts';
import { type LoopTurns, loopTurns } from './loop-turns.ts';

/** How long input may be parsed within one turn of the event loop, in ms. */
const most = 4;
/** Of a slice that takes this long, in ms, the CPU time is asked for: the thread may have waited for a core meanwhile. */
const longSlice = 1;

/** A connection whose input is parsed a slice at a time. */
export interface Sliced extends NetworkItem {
  /** Has its next slice parsed. True: there is more, and it may go on. */
  next(): boolean;
  /** That took this many ms of this thread. */
  took?(ms: number): void;
}

/**
 * Parses input of many connections for a few ms in each turn of the event loop, a slice of each network in turn. The parsers
 * of HTTP and WebSockets take all of what they are given, and 64 kB can be ten thousand requests, chunks or frames.
 */
export class SliceTurns {
  readonly #turns: Pick<LoopTurns, 'next' | 'allows'>;
  readonly #elapsed: () => number;
  readonly #waiting = new RoundRobin<Sliced>();
  readonly #cpuTime: () => number;
  /** The CPU time when it was asked for last. Asking for it takes 1 µs, as long as parsing a short message. */
  #cpu = 0;
  #spent = 0;
  #parsing = false;
  #scheduled = false;

  constructor(
    turns: Pick<LoopTurns, 'next' | 'allows'> = loopTurns,
    elapsed: () => number = () => performance.now(),
    cpuTime: () => number = cpuOfThread,
  ) {
    this.#turns = turns;
    this.#elapsed = elapsed;
    this.#cpuTime = cpuTime;
  }

  /** The connection has input: it is parsed now, as far as this turn has time. */
  enter(input: Sliced): void {
    this.#waiting.push(input);
    this.#parse();
  }

  /** Its input is not parsed any more. False: it was not waiting. */
  leave(input: Sliced): boolean {
    return this.#waiting.delete(input);
  }

  #parse(): void {
    if (this.#parsing) return;
    this.#parsing = true;
    try {
      while (this.#waiting.size > 0 && this.#spent < this.#turns.allows(most)) this.#parseOne();
    } finally {
      this.#parsing = false;
    }
  }

  #parseOne(): void {
    const input = this.#waiting.shift();
    if (!input) return;
    this.#schedule();
    const began = this.#elapsed();
    let more = false;
    try {
      more = input.next();
    } finally {
      const ms = this.#elapsed() - began;
      this.#spent += ms;
      input.took?.(this.#worked(ms));
    }
    if (more) this.#waiting.push(input);
  }

  /** Without the time in which the thread had no core: at most what it has worked since that was last asked for. */
  #worked(ms: number): number {
    if (ms < longSlice) return ms;
    const before = this.#cpu;
    this.#cpu = this.#cpuTime();
    return Math.min(ms, this.#cpu - before);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#turns.next(() => {
      this.#scheduled = false;
      this.#spent = 0;
      this.#parse();
    });
  }
}

function cpuOfThread(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** One for all connections of the process. */
export const sliceTurns: SliceTurns = new SliceTurns();

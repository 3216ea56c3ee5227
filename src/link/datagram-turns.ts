import { afterPromises, type LoopTurns, loopTurns } from './loop-turns.ts';

/** How long datagrams may be handled within one turn of the event loop, in ms. */
const most = 4;
/** Bytes of datagrams that may wait: from one network, and from all. Further ones are lost, as they may be on their way. */
export const maxWaiting: number = 256 * 1024;
const maxWaitingInAll = 4 * 1024 * 1024;

interface Waiting {
  readonly bytes: number;
  readonly handle: () => void;
}

interface Line {
  readonly waiting: Set<Waiting>;
  bytes: number;
}

export interface DatagramTurnsOptions {
  readonly turns?: Pick<LoopTurns, 'next' | 'allows'>;
  /** Runs after the promises that the present call has settled. */
  readonly thenRun?: (run: () => void) => void;
  readonly elapsed?: () => number;
}

/**
 * Handles datagrams and writes to streams for a few ms in each turn of the event loop, one of each network in turn. libuv reads 32
 * datagrams before anything else runs, and each may be a handshake, which takes 3 ms; a write takes 0.3 ms, because the library
 * encrypts and sends at once, so a message to 250 people would take 80.
 */
export class DatagramTurns {
  readonly #turns: Pick<LoopTurns, 'next' | 'allows'>;
  readonly #thenRun: (run: () => void) => void;
  readonly #elapsed: () => number;
  readonly #lines = new Map<string, Line>();
  #bytes = 0;
  #inTurn = false;
  #handling = false;
  #began = 0;

  constructor({
    turns = loopTurns,
    thenRun = afterPromises,
    elapsed = () => performance.now(),
  }: DatagramTurnsOptions = {}) {
    this.#turns = turns;
    this.#thenRun = thenRun;
    this.#elapsed = elapsed;
  }

  /** False: too much waits, and the datagram is lost. */
  enter(network: string, bytes: number, handle: () => void): boolean {
    const line = this.#lines.get(network) ?? { waiting: new Set<Waiting>(), bytes: 0 };
    if (line.bytes + bytes > maxWaiting || this.#bytes + bytes > maxWaitingInAll) return false;
    line.waiting.add({ bytes, handle });
    this.#count(line, bytes);
    this.#lines.set(network, line);
    this.#begin();
    return true;
  }

  /** `send` writes to a stream; it is called at once if there is time, and else in a later turn. Calls of one network keep their order. */
  write(network: string, send: () => void): void {
    this.enter(network, 0, send);
  }

  #begin(): void {
    if (!this.#inTurn) {
      this.#inTurn = true;
      this.#began = this.#elapsed();
      this.#turns.next(() => {
        this.#inTurn = false;
        if (this.#lines.size > 0) this.#begin();
      });
    }
    if (!this.#handling) this.#next();
  }

  /** One at a time, so that the time of all that it causes is counted. */
  #next(): void {
    this.#handling = false;
    if (!this.#inTurn || this.#elapsed() - this.#began >= this.#turns.allows(most)) return;
    const handle = this.#shift();
    if (!handle) return;
    this.#handling = true;
    this.#thenRun(() => this.#next());
    handle();
  }

  /** The first one of the network whose turn it is; that goes behind all others. */
  #shift(): (() => void) | undefined {
    for (const [network, line] of this.#lines) {
      this.#lines.delete(network);
      for (const first of line.waiting) {
        line.waiting.delete(first);
        this.#count(line, -first.bytes);
        if (line.waiting.size > 0) this.#lines.set(network, line);
        return first.handle;
      }
    }
    return undefined;
  }

  #count(line: Line, bytes: number): void {
    line.bytes += bytes;
    this.#bytes += bytes;
  }
}

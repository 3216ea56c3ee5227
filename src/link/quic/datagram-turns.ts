import { type NetworkItem, RoundRobin } from '#turns/round-robin.ts';
import { afterPromises, type LoopTurns, loopTurns } from '#link/input/loop-turns.ts';

/** How long datagrams may be handled within one turn of the event loop, in ms. */
const most = 2;
/** Bytes of datagrams that may wait: from one network, and from all. Further ones are dropped, as a network may drop them. */
export const maxWaiting: number = 256 * 1024;
const maxWaitingInAll = 4 * 1024 * 1024;

interface Waiting extends NetworkItem {
  readonly bytes: number;
  readonly handle: () => void;
}

export interface DatagramTurnsOptions {
  readonly turns?: Pick<LoopTurns, 'next' | 'allows'>;
  /** Runs after the promises that the present call has settled. */
  readonly thenRun?: (run: () => void) => void;
  readonly elapsed?: () => number;
}

/**
 * Handles datagrams and writes to streams for a few ms in each turn of the event loop, one of each network in turn.
 * libuv reads 32 datagrams before anything else runs, and each may finish a handshake, which takes 2 ms; a write takes
 * 0.3 ms, because the library encrypts and sends at once, so a message to 250 people would take 80.
 */
export class DatagramTurns {
  readonly #turns: Pick<LoopTurns, 'next' | 'allows'>;
  readonly #thenRun: (run: () => void) => void;
  readonly #elapsed: () => number;
  /** What waits of networks that have a connection, and of others, whose datagrams may begin one. */
  readonly #known = new RoundRobin<Waiting>();
  readonly #strange = new RoundRobin<Waiting>();
  /** The time that each of the two queues has taken while the other one was waiting. */
  #spent = { known: 0, strange: 0 };
  /** Bytes that wait, by network. */
  readonly #bytesOf = new Map<string, number>();
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

  /** `isKnown`: the network has a connection. False: too much waits, and the datagram is lost. */
  enter(network: string, bytes: number, handle: () => void, isKnown = true): boolean {
    if ((this.#bytesOf.get(network) ?? 0) + bytes > maxWaiting || this.#bytes + bytes > maxWaitingInAll) return false;
    (isKnown ? this.#known : this.#strange).push({ network, bytes, handle });
    this.#count(network, bytes);
    this.#begin();
    return true;
  }

  /**
   * `send` writes to a stream; it is called at once if there is time, and else in a later turn. Calls of one network
   * keep their order.
   */
  write(network: string, send: () => void): void {
    this.enter(network, 0, send);
  }

  #begin(): void {
    if (!this.#inTurn) {
      this.#inTurn = true;
      this.#began = this.#elapsed();
      this.#turns.next(() => {
        this.#inTurn = false;
        if (this.#known.size + this.#strange.size > 0) this.#begin();
      });
    }
    if (!this.#handling) this.#next();
  }

  /** One at a time, so that all work that it causes is counted in its time. */
  #next(): void {
    this.#handling = false;
    if (!this.#inTurn || this.#elapsed() - this.#began >= this.#turns.allows(most)) return;
    const which = this.#whoseTurn();
    const next = which === 'known' ? this.#known.shift() : this.#strange.shift();
    if (!next) return;
    this.#count(next.network, -next.bytes);
    this.#handling = true;
    const began = this.#elapsed();
    this.#thenRun(() => {
      this.#spent[which] += this.#elapsed() - began;
      this.#next();
    });
    next.handle();
  }

  /** Datagrams of networks without a connection, which may be handshakes, have a quarter of the time while others wait. */
  #whoseTurn(): 'known' | 'strange' {
    if (this.#known.size > 0 && this.#strange.size > 0)
      return this.#spent.known <= 3 * this.#spent.strange ? 'known' : 'strange';
    this.#spent = { known: 0, strange: 0 };
    return this.#known.size > 0 ? 'known' : 'strange';
  }

  /** This many bytes more wait of the network; negative: fewer. */
  #count(network: string, bytes: number): void {
    if (bytes === 0) return;
    const waiting = (this.#bytesOf.get(network) ?? 0) + bytes;
    if (waiting > 0) this.#bytesOf.set(network, waiting);
    else this.#bytesOf.delete(network);
    this.#bytes += bytes;
  }
}

import { AddressTurns, maxHeldInAll, maxUnfinishedInAll, type SharedTurns } from './address-turns.ts';
import type { After } from '#link/after.ts';
import type { InputRates } from './input-rates.ts';
import { loopTurns } from './loop-turns.ts';

/** How often links that were read too fast are looked at again, in ms. */
const rateLook = 50;
/** Addresses without links that are remembered before those whose allowance is full again are forgotten. */
const leastSwept = 1024;

/** The links themselves keep the process alive. */
const usualAfter: After = (ms, run) => {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};

/**
 * Reading in turns. libuv reads from every socket that has something before anything else runs: a thousand links of one
 * address that send 64 kB each would delay everybody by the time that 64 MB take. So when the links of an address have
 * handed over `perTurn` bytes in one turn, the others of that address are stopped before libuv comes to them (it reads
 * from none that was stopped meanwhile), and go on in later turns, a few at a time.
 */
export class ReadTurns implements SharedTurns<AddressTurns> {
  readonly #addresses = new Map<string, AddressTurns>();
  readonly #touched = new Set<AddressTurns>();
  /** Addresses whose links wait until all links together hold less. */
  readonly #awaitingSpace = new Set<AddressTurns>();
  /** A number for each object of rates, to tell their addresses apart. */
  readonly #numbers = new WeakMap<InputRates, number>();
  #numbered = 0;
  /** Addresses of which links were read too fast. */
  readonly #fast = new Set<AddressTurns>();
  readonly #nextTurn: (call: () => void) => void;
  readonly #elapsed: () => number;
  readonly #after: After;
  #sweepAt = leastSwept;
  /** The number of the present turn. */
  turn = 0;
  /** Bytes held by all links, unfinished messages included; and these alone. */
  #held = 0;
  #unfinished = 0;
  #scheduled = false;

  constructor(
    nextTurn: (call: () => void) => void = loopTurns.next,
    elapsed: () => number = () => performance.now(),
    after: After = usualAfter,
  ) {
    this.#nextTurn = nextTurn;
    this.#elapsed = elapsed;
    this.#after = after;
  }

  /**
   * The turns of an address, for one more link; it calls `leave` when it is over. `rates`: how fast its links are read; links with
   * other rates (another object), or without any, are counted apart.
   */
  enter(network: string, rates?: InputRates): AddressTurns {
    const name = rates ? `${network} ${this.#numberOf(rates)}` : network;
    let address = this.#addresses.get(name);
    if (!address) {
      this.#addresses.set(name, (address = new AddressTurns(this, name, rates)));
      if (this.#addresses.size >= this.#sweepAt) this.#sweep();
    }
    address.links++;
    return address;
  }

  #numberOf(rates: InputRates): number {
    const known = this.#numbers.get(rates);
    if (known !== undefined) return known;
    this.#numbers.set(rates, ++this.#numbered);
    return this.#numbered;
  }

  /** Its last link is over. It is remembered until it may read as much as a new one. */
  forget(name: string, address: AddressTurns): void {
    this.#awaitingSpace.delete(address);
    this.#fast.delete(address);
    if (address.isAsNew(this.#elapsed())) this.#addresses.delete(name);
  }

  #sweep(): void {
    const now = this.#elapsed();
    for (const [name, each] of this.#addresses) if (each.links === 0 && each.isAsNew(now)) this.#addresses.delete(name);
    this.#sweepAt = Math.max(leastSwept, 2 * this.#addresses.size);
  }

  get elapsed(): number {
    return this.#elapsed();
  }

  /** Links of the address were read too fast, and wait. */
  slow(address: AddressTurns): void {
    if (this.#fast.size === 0) this.#after(rateLook, () => this.#look());
    this.#fast.add(address);
  }

  #look(): void {
    const fast = [...this.#fast];
    this.#fast.clear();
    const now = this.#elapsed();
    for (const address of fast) if (address.look(now)) this.slow(address);
  }

  /** All links together hold as much as they may. */
  get isFull(): boolean {
    return this.#held >= maxHeldInAll;
  }

  /** The links of an address hold this many bytes more, or less. */
  holds(bytes: number): void {
    this.#held += bytes;
    if (this.#awaitingSpace.size === 0 || this.isFull) return;
    for (const address of this.#awaitingSpace) this.touch(address);
    this.#awaitingSpace.clear();
  }

  /** The links of an address hold this many bytes of unfinished messages more, or less. */
  holdsUnfinished(bytes: number): void {
    this.#unfinished += bytes;
    this.holds(bytes);
    while (this.#unfinished > maxUnfinishedInAll) {
      let most: AddressTurns | undefined;
      for (const each of this.#addresses.values()) if (each.unfinished > (most?.unfinished ?? 0)) most = each;
      if (!most?.endUnfinished()) return;
    }
  }

  /** Links of the address wait because all links together hold too much. */
  awaitSpace(address: AddressTurns): void {
    this.#awaitingSpace.add(address);
  }

  /** Notes that an address has read in this turn, or has links that wait for the next one. */
  touch(address: AddressTurns): void {
    this.#touched.add(address);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#nextTurn(() => {
      this.#scheduled = false;
      this.turn++;
      const touched = [...this.#touched];
      this.#touched.clear();
      for (const each of touched) each.nextTurn();
    });
  }
}

/** One for all links of the process. */
export const readTurns: ReadTurns = new ReadTurns();

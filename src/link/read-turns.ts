import { loopTurns } from './loop-turns.ts';

/** Bytes that the links of one address hand over within a turn of the event loop, before they take turns. */
const perTurn = 512 * 1024;
/** Links of one address that read in a turn then: each reads at most 64 kB. */
const linksPerTurn = 8;
/** Bytes of input that all links may hold unread by their readers; from there on, addresses that hold some read no more. */
export const maxHeldInAll: number = 64 * 1024 * 1024;
/** The same for the links of one address: an eighth. From there on no more of them read. */
export const maxHeld: number = maxHeldInAll / 8;

/**
 * Bytes of unfinished messages that all links may hold; and of one address. Reading no more would not finish them, so links that
 * hold some are ended. Half of what may be held: the other half is taken sooner or later.
 */
export const maxUnfinishedInAll: number = maxHeldInAll / 2;
export const maxUnfinished: number = maxHeld / 2;
/** No link is ended that holds only so much. */
const leastEnded = 1024;

/** A link that may be told to stop reading for a while. */
export interface TurnReader {
  /** The turn in which it read last. */
  readIn: number;
  /** Bytes of memory of its input that its reader has not taken; set by the turns. */
  held: number;
  /** Bytes of memory of an unfinished message that its reader has taken; set by the turns. */
  unfinished: number;
  startReading(): void;
  stopReading(): void;
  /** Unfinished messages take too much memory. It reports again what it holds of one; if that is more than `least`, it ends. */
  crowdOut(least: number): void;
}

/**
 * Reading in turns. libuv reads from every socket that has something before anything else runs: a thousand links of one
 * address that send 64 kB each would delay everybody by the time that 64 MB take. So when the links of an address have
 * handed over `perTurn` bytes in one turn, the others of that address are stopped before libuv comes to them (it reads
 * from none that was stopped meanwhile), and go on in later turns, a few at a time.
 */
export class ReadTurns {
  readonly #addresses = new Map<string, AddressTurns>();
  readonly #touched = new Set<AddressTurns>();
  /** Addresses whose links wait until all links together hold less. */
  readonly #crowded = new Set<AddressTurns>();
  readonly #nextTurn: (call: () => void) => void;
  /** The number of the present turn. */
  turn = 0;
  /** Bytes held by all links, unfinished messages included; and these alone. */
  #held = 0;
  #unfinished = 0;
  #scheduled = false;

  constructor(nextTurn: (call: () => void) => void = loopTurns.next) {
    this.#nextTurn = nextTurn;
  }

  /** The turns of an address, for one more link; it calls `leave` when it is over. */
  enter(network: string): AddressTurns {
    let address = this.#addresses.get(network);
    if (!address) this.#addresses.set(network, (address = new AddressTurns(this, network)));
    address.links++;
    return address;
  }

  forget(network: string, address: AddressTurns): void {
    this.#addresses.delete(network);
    this.#crowded.delete(address);
  }

  /** All links together hold as much as they may. */
  get isFull(): boolean {
    return this.#held >= maxHeldInAll;
  }

  /** The links of an address hold this many bytes more, or less. */
  holds(bytes: number): void {
    this.#held += bytes;
    if (this.#crowded.size === 0 || this.isFull) return;
    for (const address of this.#crowded) this.touch(address);
    this.#crowded.clear();
  }

  /** The links of an address hold so many bytes of unfinished messages more, or less. */
  holdsUnfinished(bytes: number): void {
    this.#unfinished += bytes;
    this.holds(bytes);
    while (this.#unfinished > maxUnfinishedInAll) {
      let most: AddressTurns | undefined;
      for (const each of this.#addresses.values()) if (each.unfinished > (most?.unfinished ?? 0)) most = each;
      if (!most?.crowdOut()) return;
    }
  }

  /** Links of the address wait because all links together hold too much. */
  crowd(address: AddressTurns): void {
    this.#crowded.add(address);
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

/** The links of one address that read, or wait for their turn to read. */
export class AddressTurns {
  readonly #turns: ReadTurns;
  readonly #network: string;
  readonly #reading = new Set<TurnReader>();
  readonly #waiting = new Set<TurnReader>();
  /** Links that have entered and not left. */
  links = 0;
  /** Handed over in this turn. */
  #bytes = 0;
  /** Held by all its links, unfinished messages included. */
  #held = 0;
  /** Bytes of unfinished messages that its links hold. */
  unfinished = 0;
  /** Its links that hold much of one, those first that have done so for the longest time. */
  readonly #unfinished = new Set<TurnReader>();

  constructor(turns: ReadTurns, network: string) {
    this.#turns = turns;
    this.#network = network;
  }

  /** The link wants to read: its reader has taken all. */
  start(link: TurnReader): void {
    this.holds(link, 0);
    if (this.#reading.has(link)) return;
    if (this.#waiting.size === 0 && !this.#isFull) return this.#begin(link);
    this.#waiting.add(link);
    this.#awaitRoom();
  }

  /** The link wants to read no more for now. `held`: bytes of memory of what its reader has not taken. */
  stop(link: TurnReader, held: number): void {
    this.holds(link, held);
    if (!this.#reading.delete(link)) this.#waiting.delete(link);
  }

  /** The link is over. */
  leave(link: TurnReader): void {
    this.stop(link, 0);
    this.keeps(link, 0);
    if (--this.links === 0) this.#turns.forget(this.#network, this);
  }

  /**
   * The link's reader now holds so many bytes of an unfinished message. Where its address, or all links, hold too many, those that
   * hold one for the longest time are ended.
   */
  keeps(link: TurnReader, bytes: number): void {
    const more = bytes - link.unfinished;
    link.unfinished = bytes;
    this.unfinished += more;
    this.#held += more;
    if (bytes > leastEnded) this.#unfinished.add(link);
    else this.#unfinished.delete(link);
    this.#turns.holdsUnfinished(more);
    while (this.unfinished > maxUnfinished && this.crowdOut()) continue;
    if (more < 0 && this.#waiting.size > 0 && !this.#isFull) this.#turns.touch(this);
  }

  /** Ends one link that holds an unfinished message. False: there is none. */
  crowdOut(): boolean {
    for (const link of this.#unfinished) {
      this.#unfinished.delete(link);
      link.crowdOut(leastEnded);
      return true;
    }
    return false;
  }

  get #isFull(): boolean {
    return this.#held >= maxHeld || (this.#held > 0 && this.#turns.isFull);
  }

  /** Its reader has left so many bytes of memory of its input. */
  holds(link: TurnReader, bytes: number): void {
    const more = bytes - link.held;
    this.#held += more;
    link.held = bytes;
    if (more !== 0) this.#turns.holds(more);
    if (this.#waiting.size > 0 && !this.#isFull) this.#turns.touch(this);
  }

  /** The link has read. */
  took(link: TurnReader, bytes: number): void {
    if (this.#bytes === 0) this.#turns.touch(this);
    this.#bytes += bytes;
    link.readIn = this.#turns.turn;
    if (this.#reading.size > 1 && (this.#bytes >= perTurn || this.#isFull)) this.#stopAll();
  }

  /** Those that have read in this turn come last. */
  #stopAll(): void {
    const { turn } = this.#turns;
    for (const link of this.#reading) {
      link.stopReading();
      if (link.readIn !== turn) this.#waiting.add(link);
    }
    for (const link of this.#reading) this.#waiting.add(link);
    this.#reading.clear();
    this.#awaitRoom();
  }

  nextTurn(): void {
    this.#bytes = 0;
    let begun = 0;
    for (const link of this.#waiting) {
      if (begun++ === linksPerTurn || this.#isFull) break;
      this.#waiting.delete(link);
      this.#begin(link);
    }
    if (this.#waiting.size > 0 && !this.#isFull) this.#turns.touch(this);
    else this.#awaitRoom();
  }

  /** A full address goes on when its readers have taken something; or those of others, if it has not reached its own bound. */
  #awaitRoom(): void {
    if (this.#waiting.size > 0 && this.#held < maxHeld && this.#isFull) this.#turns.crowd(this);
  }

  #begin(link: TurnReader): void {
    this.#reading.add(link);
    link.startReading();
  }
}

/** One for all links of the process. */
export const readTurns: ReadTurns = new ReadTurns();

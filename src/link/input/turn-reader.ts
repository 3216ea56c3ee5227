import type { LinkAllowance } from './input-rates.ts';

/** A link that may be told to stop reading for a while. */
export interface TurnReader {
  /** The counted turn in which it read last. */
  readIn: number;
  /** Bytes of memory of its input that its reader has not taken; set by the turns. */
  held: number;
  /** Bytes of memory of an unfinished message that its reader has taken; set by the turns. */
  unfinished: number;
  /** What may be read of it, where that is limited; set by the turns. */
  allowance: LinkAllowance | undefined;
  startReading(): void;
  stopReading(): void;
  /** Unfinished messages take too much memory. It reports again what it holds of one; if that is more than `least`, it ends. */
  endUnfinished(least: number): void;
}

/** What the addresses share; `A`: what has the turns of one address. */
export interface SharedTurns<A> {
  /** The number of the present turn. */
  readonly turn: number;
  /** A time in ms that never goes back. */
  readonly elapsed: number;
  /** All links together hold as much as they may. */
  readonly isFull: boolean;
  /** The links of an address hold this many bytes more, or less. */
  holds(bytes: number): void;
  /** They hold this many bytes of unfinished messages more, or less. */
  holdsUnfinished(bytes: number): void;
  /** Links of the address wait because all links together hold too much. */
  awaitSpace(address: A): void;
  /** Notes that an address has read in this turn, or has links that wait for the next one. */
  touch(address: A): void;
  /** Links of the address were read too fast, and wait. */
  slow(address: A): void;
  /** Its last link is over. */
  forget(name: string, address: A): void;
}

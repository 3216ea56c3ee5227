import type { LinkAllowance } from './input-rates.ts';

/** A link that may be told to stop reading for a while. */
export interface TurnReader {
  /** The turn in which it read last. */
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
  crowdOut(least: number): void;
}

import type { Millis } from './event.ts';

/** Time, as it is given to whoever needs it: a test moves its own. */
export interface Clock {
  /** The time of day, since 1970 (UTC). It may jump either way when somebody sets the clock. */
  now(): Millis;
  /**
   * Time that has passed since some fixed moment of this run: never goes back and never jumps, so waiting times are
   * measured with it. Not a whole number.
   */
  elapsed(): Millis;
  /** Calls once, in `ms`; the returned function calls it off. */
  after(ms: Millis, call: () => void): () => void;
}

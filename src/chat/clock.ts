import type { Millis } from './event.ts';

/** Time, as it is given to whoever needs it: a test moves its own. */
export interface Clock {
  now(): Millis;
  /** Calls once, in `ms`; the returned function calls it off. */
  after(ms: Millis, call: () => void): () => void;
}

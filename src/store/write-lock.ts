import type { Millis } from '#chat/event.ts';
import { exits, StoreError } from './store-error.ts';
import type { StoreWarning } from './store-warning.ts';

/** Time between two tries, in ms. */
const every: Millis = 15;
/** After this time, requests should not wait any more. */
const short: Millis = 200;
/** How long a command, a start and a stop wait. */
export const usualTimeout: Millis = 5000;

export interface WriteLockOptions {
  /** The name of the database in messages. */
  readonly file: string;
  /** Begins the transaction; false when another program holds the lock. */
  readonly take: () => boolean;
  /** Resolves after so long. */
  readonly pause: (ms: Millis) => Promise<void>;
  readonly warn: (warning: StoreWarning) => void;
}

/**
 * The write lock, which another program with the database open may hold for any time. It is tried again and again without
 * blocking anything else. Time is counted in tries.
 */
export class WriteLock {
  readonly #options: WriteLockOptions;
  /** How long to wait for it. */
  #timeout = usualTimeout;
  #waited = 0;
  #locked = false;

  constructor(options: WriteLockOptions) {
    this.#options = options;
  }

  /** Whether another program has held it for so long that requests should not wait for it. */
  get locked(): boolean {
    return this.#locked;
  }

  /** Sets how long to wait for it. */
  waitFor(timeout: Millis): void {
    this.#timeout = timeout;
    this.#waited = 0;
  }

  /**
   * Undefined when it was taken at once; otherwise resolves when it is. Calls `held` once it is `locked`. Rejects with a
   * `StoreError` beyond the timeout.
   */
  take(held: () => void): Promise<void> | undefined {
    return this.#options.take() ? undefined : this.#takeLater(held);
  }

  async #takeLater(held: () => void): Promise<void> {
    const { file, take, pause, warn } = this.#options;
    let tries = 0;
    this.#waited = 0;
    try {
      do {
        await pause(every);
        tries++;
        this.#waited += every;
        if (!this.#locked && tries * every >= short) {
          this.#locked = true;
          const sentence = `Another program keeps ${file} locked: nothing is taken until it lets go.`;
          warn({ event: 'locked', sentence, fields: {} });
          held();
        }
        if (this.#waited >= this.#timeout) {
          throw new StoreError(exits.taken, `Another program keeps ${file} locked.`);
        }
      } while (!take());
      if (this.#locked) {
        const seconds = Math.round((tries * every) / 1000);
        warn({ event: 'unlocked', sentence: `${file} is not locked any more.`, fields: { seconds } });
      }
    } finally {
      this.#locked = false;
    }
  }
}

import type { Millis } from '#chat/event.ts';
import { exits, StoreError } from './store-error.ts';
import type { StoreWarning } from './store-warning.ts';

/** Time between two attempts, in ms. */
const every: Millis = 15;
/** After this time, requests are refused and no longer wait. */
const short: Millis = 200;
/** How long a command, a start and a stop wait. */
const usualTimeout = 5000;

export interface WriteLockOptions {
  /** The name of the database in messages. */
  readonly file: string;
  /** Begins a transaction. False: another program holds the lock. */
  readonly take: () => boolean;
  /** Resolves after this many ms. */
  readonly pause: (ms: Millis) => Promise<void>;
  readonly warn: (warning: StoreWarning) => void;
}

/**
 * The write lock, which another program that has opened the database may hold for any time. Attempts are repeated
 * without blocking other work. Time is counted in attempts.
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
   * Undefined: the lock was taken at once. Otherwise resolves when it is taken. Calls `held` once it is `locked`.
   * Rejects with a `StoreError` after the timeout.
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
          const sentence = `Another program keeps ${file} locked: messages are refused until it releases the lock.`;
          warn({ event: 'locked', sentence, fields: {} });
          held();
        }
        if (this.#waited >= this.#timeout) {
          throw new StoreError(exits.taken, `Another program keeps ${file} locked.`);
        }
      } while (!take());
      if (this.#locked) {
        const seconds = Math.round((tries * every) / 1000);
        warn({ event: 'unlocked', sentence: `${file} is no longer locked.`, fields: { seconds } });
      }
    } finally {
      this.#locked = false;
    }
  }
}

import type { Millis } from '#chat/event.ts';
import { exits, StoreError } from './store-error.ts';
import type { StoreWarning } from './store-warning.ts';

/** How often it is tried again. */
const every: Millis = 15;
/** Behind that nobody should be kept waiting. */
const short: Millis = 200;
/** What a command, a start and a stop wait for. */
export const usualTimeout: Millis = 5000;

export interface WriteLockOptions {
  /** How sentences call the database. */
  readonly file: string;
  /** Begins the transaction; false when another program holds the lock. */
  readonly take: () => boolean;
  /** Resolves after so long. */
  readonly pause: (ms: Millis) => Promise<void>;
  readonly warn: (warning: StoreWarning) => void;
}

/**
 * The lock to write, which a program that looks into the database may hold for as long as its user likes. It is asked
 * for again and again, without holding up anything else. Time is counted in tries.
 */
export class WriteLock {
  readonly #options: WriteLockOptions;
  /** How long it is waited for. */
  #timeout = usualTimeout;
  #waited = 0;
  #locked = false;

  constructor(options: WriteLockOptions) {
    this.#options = options;
  }

  /** Whether another program has held it for so long that nobody should wait for it. */
  get locked(): boolean {
    return this.#locked;
  }

  /** From now on it is waited for so long. */
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

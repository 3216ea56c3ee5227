import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';

/** The result of a checkpoint: frames in the WAL, and how many of them are now in the database. */
export interface Checkpointed {
  readonly frames: number;
  readonly done: number;
}

/** Copies pages from the WAL into the database, on its own connection. */
export interface Checkpointer {
  /** `empties`: truncates the WAL to zero bytes, unless somebody is reading or writing; it does not wait. */
  run(empties?: boolean): Promise<Checkpointed>;
  close(): Promise<void>;
}

export interface CheckpointsOptions {
  readonly checkpointer: Checkpointer;
  /** Frames in the WAL now. */
  readonly frames: () => number;
  /** A checkpoint is run when the WAL has this many frames. */
  readonly limit: number;
  /** Bytes written between two checks of the WAL's length. */
  readonly stride: number;
  readonly clock: Pick<Clock, 'after'>;
  readonly failed: (error: unknown) => void;
}

/** Time between two attempts to empty the WAL, in ms: each delays a batch by some ms. */
const emptyEvery: Millis = 1000;

/**
 * Keeps the WAL short. SQLite restarts it only if a checkpoint has copied all of it and nothing was written meanwhile;
 * under load that never happens by itself. So a first checkpoint runs in the background. Then the next batch waits for
 * a second one, which is short because little was written since.
 */
export class Checkpoints {
  readonly #options: CheckpointsOptions;
  #state: 'idle' | 'running' | 'first-done' = 'idle';
  #unseen = 0;
  #seen = 0;
  #limit: number;
  /** The WAL contains a text that must be erased. */
  #stale = false;
  /** The WAL was emptied, or an attempt failed, less than a second ago. */
  #rests = false;
  #cancelTimer: () => void = () => {};

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    this.#limit = options.limit;
  }

  /** A batch of roughly this many bytes was committed. */
  wrote(bytes: number): void {
    this.#unseen += bytes;
    if (this.#unseen < this.#options.stride || this.#state !== 'idle') return;
    this.#unseen = 0;
    const frames = this.#options.frames();
    if (frames < this.#seen) this.#limit = this.#options.limit;
    this.#seen = frames;
    if (frames >= this.#limit) this.#start();
  }

  #start(): void {
    this.#state = 'running';
    this.#options.checkpointer.run().then(() => {
      this.#state = 'first-done';
    }, this.#options.failed);
  }

  /**
   * A text was overwritten, and the WAL still contains the old one. The next `pause` empties the WAL, or a timer if
   * that is too soon.
   */
  erased(): void {
    this.#stale = true;
  }

  /** The checkpoint that the next batch must wait for; undefined: none. Rejects when the checkpoint fails. */
  pause(): Promise<void> | undefined {
    if (this.#stale && !this.#rests) {
      if (this.#state !== 'running') return this.#empty();
      this.#rest();
    }
    if (this.#state !== 'first-done') return undefined;
    this.#state = 'running';
    return this.#finish();
  }

  async #finish(): Promise<void> {
    this.#done((await this.#options.checkpointer.run()).frames);
  }

  async #empty(): Promise<void> {
    this.#state = 'running';
    this.#stale = false;
    this.#rest();
    const { frames } = await this.#options.checkpointer.run(true);
    if (frames > 0) this.#stale = true;
    this.#done(frames);
  }

  /** Empties the WAL in a second, without a batch. A batch that begins meanwhile waits some ms for the lock. */
  #rest(): void {
    this.#rests = true;
    this.#cancelTimer = this.#options.clock.after(emptyEvery, () => {
      this.#rests = false;
      if (!this.#stale) return;
      if (this.#state === 'running') this.#rest();
      else this.#empty().catch(this.#options.failed);
    });
  }

  /** Stops all attempts. */
  close(): void {
    this.#cancelTimer();
  }

  #done(frames: number): void {
    this.#state = 'idle';
    // The WAL restarts with the next batch, unless a reader blocks that. Then the next attempt is made when the WAL has
    // grown.
    this.#seen = frames;
    this.#limit = frames + this.#options.limit;
  }
}

import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';

/** What a checkpoint did: frames in the WAL, and how many of them are in the database now. */
export interface Checkpointed {
  readonly frames: number;
  readonly done: number;
}

/** Moves pages from the WAL into the database, on another connection than the writer's. */
export interface Checkpointer {
  /**
   * `empties`: the WAL is cut to nothing, unless something is reading or writing at that moment; it does not wait for that.
   */
  run(empties?: boolean): Promise<Checkpointed>;
  close(): Promise<void>;
}

export interface CheckpointsOptions {
  readonly checkpointer: Checkpointer;
  /** Frames in the WAL now. */
  readonly frames: () => number;
  /** Frames to checkpoint at. */
  readonly limit: number;
  /** Bytes written between two checks of the WAL's length. */
  readonly stride: number;
  readonly clock: Pick<Clock, 'after'>;
  readonly failed: (error: unknown) => void;
}

/** Time between two tries to empty the WAL, in ms: each costs the batch that waits for it some ms. */
const emptyEvery: Millis = 1000;

/**
 * Keeps the WAL short. SQLite restarts it only if a checkpoint ends with all of it in the database while nothing is being
 * written; under load that never happens by itself. So one checkpoint runs in the background, and after it a second one,
 * short because little has been written since, while the next batch waits.
 */
export class Checkpoints {
  readonly #options: CheckpointsOptions;
  #state: 'idle' | 'running' | 'first-done' = 'idle';
  #unseen = 0;
  #seen = 0;
  #limit: number;
  /** The WAL has an old text. */
  #stale = false;
  /** It was tried to empty it just now. */
  #rests = false;
  #callOff: () => void = () => {};

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    this.#limit = options.limit;
  }

  /** A batch was committed, of about that many bytes. */
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

  /** A text was overwritten, and the WAL has the old one: the next `pause` empties it, or a timer where that is too soon. */
  erased(): void {
    this.#stale = true;
  }

  /** What the next batch must wait for; undefined if for nothing. Rejects when the checkpoint fails. */
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

  /** Not again before a second has passed; then without a batch, and one that begins meanwhile waits some ms for the lock. */
  #rest(): void {
    this.#rests = true;
    this.#callOff = this.#options.clock.after(emptyEvery, () => {
      this.#rests = false;
      if (!this.#stale) return;
      if (this.#state === 'running') this.#rest();
      else this.#empty().catch(this.#options.failed);
    });
  }

  /** Nothing is tried any more. */
  close(): void {
    this.#callOff();
  }

  #done(frames: number): void {
    this.#state = 'idle';
    // The WAL restarts with the next batch, unless a reader holds it: then it is not worth asking before it has grown.
    this.#seen = frames;
    this.#limit = frames + this.#options.limit;
  }
}

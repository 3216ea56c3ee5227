/** What a checkpoint did: frames in the WAL, and how many of them are in the database now. */
export interface Checkpointed {
  readonly frames: number;
  readonly done: number;
}

/** Moves pages from the WAL into the database, on another connection than the writer's. */
export interface Checkpointer {
  run(): Promise<Checkpointed>;
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
  readonly failed: (error: unknown) => void;
}

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

  /** What the next batch must wait for; undefined if for nothing. Rejects when the checkpoint fails. */
  pause(): Promise<void> | undefined {
    if (this.#state !== 'first-done') return undefined;
    this.#state = 'running';
    return this.#finish();
  }

  async #finish(): Promise<void> {
    const { frames } = await this.#options.checkpointer.run();
    this.#state = 'idle';
    // The WAL restarts with the next batch, unless a reader holds it: then it is not worth asking before it has grown.
    this.#seen = frames;
    this.#limit = frames + this.#options.limit;
  }
}

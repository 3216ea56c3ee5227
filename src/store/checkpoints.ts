/** What a checkpoint did: frames in the WAL, and how many of them are in the database now. */
export interface Checkpointed {
  readonly frames: number;
  readonly done: number;
}

/** Moves pages from the WAL into the database, beside the one who writes. */
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
  /** Bytes written between two looks at the WAL. */
  readonly stride: number;
  readonly failed: (error: unknown) => void;
}

/**
 * Keeps the WAL short. It starts from its beginning again only if a checkpoint ends with all of it in the database
 * while nobody writes; left alone under load it never does. So one checkpoint runs in the background, and when it is
 * done a second one, short because little has been written since, while the next batch waits.
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

  /** A batch was committed, of about so many bytes. */
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

  /** What the next batch must wait for, if it must. Rejects when the checkpoint fails. */
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

import type { Clock, Place } from '#chat/ports.ts';
import { type Checkpointer, Checkpoints } from './checkpoints.ts';
import type { FreeSpace } from './free-space.ts';
import type { Medium } from './medium.ts';
import { diskError, type StoreError } from './store-error.ts';
import type { Wal } from './wal.ts';
import type { ShownPlaceFile } from './shown-place-file.ts';

export interface DiskOptions {
  /** The database's path. */
  readonly file: string;
  readonly wal: Wal;
  readonly checkpointer: Checkpointer;
  readonly space: FreeSpace;
  /** Records which entries may have been shown. */
  readonly shownPlace: Pick<ShownPlaceFile, 'saw'>;
  /** Whether a batch must be synced to be durable. */
  readonly strict: boolean;
  /** Frames in the WAL now. */
  readonly frames: () => number;
  readonly clock: Pick<Clock, 'after'>;
}

/** A checkpoint is run when the WAL has this many bytes; and estimated bytes between two checks of its length. */
const walLimit = 4 * 1_048_576;
const stride = walLimit / 16;
/** Bytes of a frame: a page and its header. */
const frame = 4096 + 24;

/** Makes commits survive a power cut, keeps the WAL short and watches the free space. */
export class Disk implements Medium {
  readonly #options: DiskOptions;
  readonly #checkpoints: Checkpoints;
  #failure: StoreError | undefined;
  #unsynced = false;
  #place: Place | undefined;
  #waiting: Promise<void> | undefined;

  constructor(options: DiskOptions) {
    const { checkpointer, frames, clock } = options;
    this.#options = options;
    this.#checkpoints = new Checkpoints({
      checkpointer,
      frames,
      limit: Math.floor(walLimit / frame),
      stride,
      clock,
      failed: (error) => this.#fail(error),
    });
  }

  check(): void {
    if (this.#failure) throw this.#failure;
  }

  committed(bytes: number, place: Place, erases: boolean): void {
    this.#unsynced = true;
    this.#place = place;
    this.#checkpoints.wrote(bytes);
    if (erases) this.#checkpoints.erased();
    this.#options.space.wrote(bytes);
  }

  /** A WAL left by a killed process may contain texts that had to be erased. */
  foundWal(): void {
    this.#checkpoints.erased();
  }

  durable(): Promise<void> | undefined {
    if (this.#failure) return Promise.reject(this.#failure);
    const synced = this.#options.strict && this.#unsynced ? this.#options.wal.sync() : undefined;
    this.#unsynced = false;
    const rested = this.#checkpoints.pause();
    const place = this.#place;
    if (!synced && !rested) {
      this.#durableTo(place);
      return undefined;
    }
    this.#waiting = this.#settled(synced, rested, place);
    return this.#waiting;
  }

  async #settled(
    synced: Promise<void> | undefined,
    rested: Promise<void> | undefined,
    place: Place | undefined,
  ): Promise<void> {
    try {
      await Promise.all([synced, rested]);
    } catch (error) {
      throw this.#fail(error);
    }
    this.check();
    this.#durableTo(place);
  }

  #durableTo(place: Place | undefined): void {
    if (place) this.#options.shownPlace.saw(place);
  }

  /** Permanent: after a failed sync, the next sync does not write the lost data again. */
  #fail(error: unknown): StoreError {
    this.#failure ??= diskError(error, this.#options.file);
    return this.#failure;
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  hasSpace(): boolean {
    return this.#options.space.enough;
  }

  spare(): number {
    return this.#options.space.spare;
  }

  /** Waits for running work. */
  async close(): Promise<void> {
    this.#checkpoints.close();
    await this.#waiting?.catch(() => {});
  }
}

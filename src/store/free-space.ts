import type { Clock } from '#chat/ports.ts';
import { statfs } from 'node:fs/promises';

export interface FreeSpaceOptions {
  readonly dir: string;
  /** With less free space, in bytes, the disk counts as full. */
  readonly reserve: number;
  /** Bytes free in the file system of `dir`. */
  readonly probe: (dir: string) => Promise<number>;
  readonly clock: Pick<Clock, 'after'>;
  /** Called when the disk counts as full, and when it does so no more. */
  readonly changed?: (enough: boolean, free: number) => void;
}

/** Bytes written between two checks. With less than twice the reserve, there is a check every second. */
const stride = 8 * 1_048_576;
const second = 1000;
/** A disk that counted as full must have this part of the reserve more: else each post could fill it again. */
const margins = 8;

/** Whether the disk had free space at the last check. Checks are asynchronous. */
export class FreeSpace {
  readonly #options: FreeSpaceOptions;
  #enough = true;
  #spare = Infinity;
  #unseen = 0;
  #looking: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(options: FreeSpaceOptions) {
    this.#options = options;
  }

  get enough(): boolean {
    return this.#enough;
  }

  /** Free bytes above the reserve, minus the bytes written since. */
  get spare(): number {
    return Math.max(0, this.#spare - this.#unseen);
  }

  /** Counts bytes that were written. */
  wrote(bytes: number): void {
    this.#unseen += bytes;
    if (this.#unseen >= stride) void this.look();
  }

  /** Never rejects: if the free space cannot be read, the last value stays. */
  look(): Promise<void> {
    this.#unseen = 0;
    this.#looking ??= this.#look();
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { dir, probe, reserve, clock, changed } = this.#options;
    this.#cancel?.();
    const free = await probe(dir).catch(() => undefined);
    this.#looking = undefined;
    if (free !== undefined) {
      const enough = free >= (this.#enough ? reserve : reserve + reserve / margins);
      if (enough !== this.#enough) changed?.(enough, free);
      this.#enough = enough;
      this.#spare = free - reserve;
    }
    if (this.#closed || (free !== undefined && free >= 2 * reserve)) return;
    this.#cancel = clock.after(second, () => void this.look());
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }
}

/** Free bytes for a process without special rights. */
export async function freeBytes(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}

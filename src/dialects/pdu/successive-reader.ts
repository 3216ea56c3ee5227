import type { LinkEnd, Reader } from '#link/link.ts';

/** Reads a link with one reader, and with another one once the version is agreed. */
export class SuccessiveReader implements Reader {
  #reader: Reader;

  constructor(first: Reader) {
    this.#reader = first;
  }

  /** Bytes that were not taken yet go to this reader. */
  goOn(next: Reader): void {
    this.#reader = next;
  }

  take(chunk: Uint8Array): number {
    const reader = this.#reader;
    const taken = reader.take(chunk);
    return this.#reader === reader ? taken : taken + this.take(chunk.subarray(taken));
  }

  get unfinished(): number {
    return this.#reader.unfinished ?? 0;
  }

  tooMuchUnfinished(): Uint8Array | undefined {
    return this.#reader.tooMuchUnfinished?.();
  }

  ended(how: LinkEnd): void {
    this.#reader.ended(how);
  }
}

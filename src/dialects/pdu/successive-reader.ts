import type { LinkEnd, Reader } from '#link/link.ts';

/** Reads a link with one reader, and with another one once the version is agreed. */
export class SuccessiveReader implements Reader {
  #reader: Reader;

  constructor(first: Reader) {
    this.#reader = first;
  }

  /** What was not taken yet goes to this one. */
  goOn(next: Reader): void {
    this.#reader = next;
  }

  take(chunk: Uint8Array): number {
    return this.#reader.take(chunk);
  }

  ended(how: LinkEnd): void {
    this.#reader.ended(how);
  }
}

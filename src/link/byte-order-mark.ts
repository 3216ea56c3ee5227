import type { LinkEnd, Reader } from './link.ts';

/** U+FEFF in UTF-8, which some programs write at the beginning of a stream or file. */
const mark = Uint8Array.of(0xef, 0xbb, 0xbf);

/**
 * Drops a byte order mark at the very beginning of a stream, however it is cut over chunks, and hands on everything else
 * as it comes. Until it is known whether the first bytes are one, at most two of them are kept back.
 */
export class UnmarkedReader implements Reader {
  readonly #reader: Reader;
  /** Bytes of the mark that have come; `undefined`: the beginning is over. */
  #matched: number | undefined = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  take(chunk: Uint8Array): number {
    return this.#matched === undefined ? this.#reader.take(chunk) : this.#begin(chunk, this.#matched);
  }

  /** A stream that ends within the mark held no character. */
  ended(how: LinkEnd): void {
    this.#reader.ended(how);
  }

  #begin(chunk: Uint8Array, before: number): number {
    let at = 0;
    while (before + at < mark.length && at < chunk.length && chunk[at] === mark[before + at]) at++;
    if (before + at === mark.length) {
      this.#matched = undefined;
      return at === chunk.length ? at : at + this.#reader.take(chunk.subarray(at));
    }
    if (at === chunk.length) {
      this.#matched = before + at;
      return at;
    }
    return this.#handOn(chunk, before);
  }

  /** It was no mark: what was kept back goes first, and is kept back on if nothing is taken. */
  #handOn(chunk: Uint8Array, before: number): number {
    this.#matched = undefined;
    if (before === 0) return this.#reader.take(chunk);
    const whole = new Uint8Array(before + chunk.length);
    whole.set(mark.subarray(0, before));
    whole.set(chunk, before);
    const taken = this.#reader.take(whole);
    if (taken < before) this.#matched = before;
    return Math.max(0, taken - before);
  }
}

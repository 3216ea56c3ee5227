import type { LinkEnd, Reader } from '#link/link.ts';

/** U+FEFF in UTF-8, which some programs write at the beginning of a stream or file. */
const mark = Uint8Array.of(0xef, 0xbb, 0xbf);
const nothing = new Uint8Array(0);

/**
 * Drops a byte order mark at the very beginning of a stream, however it is cut over chunks, and hands on everything else
 * as it comes. Until it is known whether the first bytes are one, at most two of them are kept back.
 */
export class ByteOrderMarkReader implements Reader {
  readonly #reader: Reader;
  /** Bytes of the mark that have come; `undefined`: the beginning is over. */
  #matched: number | undefined = 0;
  /** First bytes that were not a mark, which the reader has not taken yet. */
  #kept: Uint8Array = nothing;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** The reader itself, once the beginning is over. */
  get successor(): Reader | undefined {
    return this.#matched === undefined && this.#kept.length === 0 ? this.#reader : undefined;
  }

  take(chunk: Uint8Array): number {
    if (this.#matched !== undefined) return this.#begin(chunk, this.#matched);
    return this.#kept.length > 0 ? this.#handOn(this.#kept, chunk) : this.#reader.take(chunk);
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
    this.#matched = undefined;
    return before === 0 ? this.#reader.take(chunk) : this.#handOn(mark.subarray(0, before), chunk);
  }

  /** The first bytes are not a mark: they are handed on first. Those that the reader does not take stay kept back. */
  #handOn(kept: Uint8Array, chunk: Uint8Array): number {
    const whole = new Uint8Array(kept.length + chunk.length);
    whole.set(kept);
    whole.set(chunk, kept.length);
    const taken = this.#reader.take(whole);
    this.#kept = kept.subarray(Math.min(taken, kept.length));
    return Math.max(0, taken - kept.length);
  }
}

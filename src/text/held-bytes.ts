/** A bounded buffer for the bytes of an incomplete message. It grows by doubling, and is released when it is empty. */
export class HeldBytes {
  readonly #most: number;
  #bytes: Uint8Array | undefined = undefined;
  #length = 0;

  /** `most`: the greatest number of bytes held. */
  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of memory that they take. */
  get memory(): number {
    return this.#bytes?.length ?? 0;
  }

  /** Adds a copy of `piece`. False: that would be too many bytes, so nothing was added. */
  add(piece: Uint8Array): boolean {
    const length = this.#length + piece.length;
    if (length > this.#most) return false;
    this.#withSpaceFor(length).set(piece, this.#length);
    this.#length = length;
    return true;
  }

  push(byte: number): boolean {
    if (this.#length === this.#most) return false;
    this.#withSpaceFor(this.#length + 1)[this.#length++] = byte;
    return true;
  }

  /** Returns the bytes and empties the buffer. */
  take(): Uint8Array {
    const bytes = this.#bytes?.subarray(0, this.#length) ?? new Uint8Array();
    this.clear();
    return bytes;
  }

  clear(): void {
    this.#bytes = undefined;
    this.#length = 0;
  }

  #withSpaceFor(length: number): Uint8Array {
    if (this.#bytes && length <= this.#bytes.length) return this.#bytes;
    const larger = new Uint8Array(Math.min(Math.max(64, 2 * this.#length, length), this.#most));
    if (this.#bytes) larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    return larger;
  }
}

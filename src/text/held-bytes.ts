/**
 * Copies of the bytes of a message that is not complete yet, up to a bound. Its room doubles, so that a message that
 * comes byte by byte is not copied with every one; nothing is held when there is no message.
 */
export class HeldBytes {
  readonly #most: number;
  #bytes: Uint8Array | undefined = undefined;
  #length = 0;

  /** `most`: bytes that are held at most. */
  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /** Holds a copy of these, too; false when they would be too many: then none of them is held. */
  add(piece: Uint8Array): boolean {
    const length = this.#length + piece.length;
    if (length > this.#most) return false;
    this.#roomFor(length).set(piece, this.#length);
    this.#length = length;
    return true;
  }

  /** The same for a single byte. */
  push(byte: number): boolean {
    if (this.#length === this.#most) return false;
    this.#roomFor(this.#length + 1)[this.#length++] = byte;
    return true;
  }

  /** Gives them away, and holds nothing any more. */
  take(): Uint8Array {
    const bytes = this.#bytes?.subarray(0, this.#length) ?? new Uint8Array();
    this.clear();
    return bytes;
  }

  clear(): void {
    this.#bytes = undefined;
    this.#length = 0;
  }

  #roomFor(length: number): Uint8Array {
    if (this.#bytes && length <= this.#bytes.length) return this.#bytes;
    const larger = new Uint8Array(Math.min(Math.max(64, 2 * this.#length, length), this.#most));
    if (this.#bytes) larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    return larger;
  }
}

const nothing = new Uint8Array(0);

/** Bytes that wait to be handed over in one piece. Many short pieces take no more memory than their bytes. */
export class GatheredBytes {
  #bytes: Uint8Array = nothing;
  #length = 0;

  /** Bytes of memory that they take. */
  get memory(): number {
    return this.#bytes.length;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Adds a copy. */
  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(64, 2 * this.#length, length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  /** All of them; then it is empty. */
  take(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#bytes = nothing;
    this.#length = 0;
    return bytes;
  }
}

/** Writes little-endian values into a growing buffer. */
export class ByteWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    const at = this.#room(1);
    this.#view.setUint8(at, value);
  }

  u16(value: number): void {
    const at = this.#room(2);
    this.#view.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.#room(4);
    this.#view.setUint32(at, value, true);
  }

  u64(value: bigint): void {
    const at = this.#room(8);
    this.#view.setBigUint64(at, value, true);
  }

  /** Nanoseconds since 1970 as pcapng stores them: the upper 32 bits, then the lower. */
  time(nanoseconds: bigint): void {
    this.u32(Number((nanoseconds >> 32n) & 0xffff_ffffn));
    this.u32(Number(nanoseconds & 0xffff_ffffn));
  }

  bytes(bytes: Uint8Array): void {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** Zeros up to a multiple of four bytes. */
  pad(): void {
    while (this.#length % 4 !== 0) this.u8(0);
  }

  /** Overwrites a number that was reserved earlier. */
  u32At(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  /** Returns a copy of the written bytes, and empties the writer. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  /** May replace the buffer and its view. */
  #room(bytes: number): number {
    const at = this.#length;
    this.#length += bytes;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length));
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}

import { ByteOrderMarkReader } from '#link/readers/byte-order-mark.ts';
import type { Link, Reader } from '#link/link.ts';

import { ack, ackBytes, blockBytes, header, lengthIn, maxStream, numberIn, slices } from './codec.ts';

/** Refused headers in a row after which the link is closed. */
const maxWrong = 8;
/** Bytes allocated at first: the announced bytes may never come. */
const portion = 4096;

interface Wanted {
  readonly length: number;
  /** The first bytes, which are kept; the others are read and dropped. */
  readonly kept: number;
  readonly give: (bytes: Uint8Array | undefined) => void;
}

/**
 * One link as this protocol uses it: numbers and streams, one after the other. Reads only on request, so that a peer
 * that keeps writing has to wait. After the end of the link every request resolves with undefined.
 */
export class Channel implements Reader {
  readonly link: Link;
  onEnd: () => void = () => {};
  readonly #most: number;
  #over = false;
  #wanted: Wanted | undefined;
  #held: Uint8Array = new Uint8Array(0);
  #length = 0;

  /** `most`: the longest STREAM that is accepted, in bytes. */
  constructor(link: Link, most: number = maxStream) {
    this.link = link;
    this.#most = most;
    link.read(new ByteOrderMarkReader(this));
  }

  /** The bytes received of the block that is read. */
  get begun(): Uint8Array {
    return this.#held.subarray(0, this.#length);
  }

  get unfinished(): number {
    return this.#held.length;
  }

  get over(): boolean {
    return this.#over;
  }

  take(chunk: Uint8Array): number {
    const wanted = this.#wanted;
    if (!wanted) return 0;
    const piece = chunk.subarray(0, wanted.length - this.#length);
    this.#append(piece.subarray(0, Math.max(0, wanted.kept - this.#length)), wanted.kept);
    this.#length += piece.length;
    if (this.#length === wanted.length) this.#give();
    return piece.length;
  }

  ended(): void {
    this.#over = true;
    const give = this.#wanted?.give;
    this.#forget();
    give?.(undefined);
    this.onEnd();
  }

  /** Reads this many bytes, and returns the first `kept` of them. One call at a time. */
  bytes(length: number, kept: number = length): Promise<Uint8Array | undefined> {
    if (this.#over) return Promise.resolve(undefined);
    if (length === 0) return Promise.resolve(new Uint8Array(0));
    return new Promise((give) => {
      this.#wanted = { length, kept: Math.min(kept, length), give };
      this.link.resume();
    });
  }

  /** Reads an ACK: its number, or NaN if it has none. */
  async number(): Promise<number | undefined> {
    const block = await this.bytes(ackBytes);
    return block && (numberIn(block) ?? Number.NaN);
  }

  /**
   * Reads a STREAM and acknowledges its header. A header without an acceptable length is answered with -1, as in the
   * original. Of a STREAM longer than `most`, the first `most` + 1 bytes are returned, so that the caller sees that it
   * is too long.
   */
  async stream(most: number = this.#most): Promise<Uint8Array | undefined> {
    for (let wrong = 0; wrong < maxWrong; wrong++) {
      const block = await this.bytes(blockBytes);
      if (!block) return undefined;
      const length = lengthIn(block, this.#most);
      this.link.write(ack(length === undefined ? -1 : 1));
      if (length !== undefined) return this.bytes(length, most + 1);
    }
    return undefined;
  }

  /** Writes a STREAM; false when the peer refuses it. `acknowledged`: called when the peer has accepted its header. */
  async send(bytes: Uint8Array, acknowledged?: () => void): Promise<boolean> {
    this.link.write(header(bytes.length));
    return this.sendBehind(bytes, acknowledged);
  }

  /** Writes the announced bytes, after the ACK. */
  async sendBehind(bytes: Uint8Array, acknowledged?: () => void): Promise<boolean> {
    if ((await this.number()) !== 1) return false;
    acknowledged?.();
    for (const slice of slices(bytes)) this.link.write(slice);
    return true;
  }

  #give(): void {
    const bytes = this.#held.subarray(0, this.#wanted?.kept ?? 0);
    const give = this.#wanted?.give;
    this.#forget();
    give?.(bytes);
  }

  #forget(): void {
    this.#wanted = undefined;
    this.#held = new Uint8Array(0);
    this.#length = 0;
  }

  /** Doubles the buffer, so that single bytes are not copied each time. */
  #append(piece: Uint8Array, most: number): void {
    if (piece.length === 0) return;
    const length = this.#length + piece.length;
    if (length > this.#held.length) {
      const larger = new Uint8Array(Math.min(Math.max(2 * this.#held.length, length, portion), most));
      larger.set(this.#held.subarray(0, this.#length));
      this.#held = larger;
    }
    this.#held.set(piece, this.#length);
  }
}

import { HeldBytes } from '#text/held-bytes.ts';

import { decode, eot, maxCommand, soh } from '../codec.ts';

/** One text from a server. `raw`: outside of a frame, so that several replies may run together in it. */
export type PeerText = { readonly text: string; readonly raw: boolean } | 'long';

/** Bytes that some servers put before a stuffed byte. */
const stuffers = new Set([0x10, 0x1b]);

/**
 * Parses what a server writes into texts: frames, however they are cut, and raw text between them, where each chunk
 * counts as complete. Holds one unfinished frame of at most `maxCommand` bytes and nothing else.
 */
export class PeerParser {
  readonly #held = new HeldBytes(maxCommand);
  #within = false;
  #stuffed = false;
  #long = false;
  /** Bytes of it that were dropped and not reported yet. */
  #dropped = 0;

  /** Bytes of memory of the unfinished frame. */
  get unfinished(): number {
    return this.#held.memory;
  }

  /** Calls `take` with each text that the chunk completes, and with `long` for every 5000 bytes of one without end. */
  take(chunk: Uint8Array, take: (text: PeerText) => void): void {
    for (const byte of chunk) {
      if (this.#within) this.#inFrame(byte, take);
      else if (byte === soh) {
        this.#finish('raw', take);
        this.#within = true;
      } else if (byte === eot) this.#finish('raw', take);
      else this.#keep(byte, take);
    }
    if (!this.#within) this.#finish('raw', take);
  }

  #inFrame(byte: number, take: (text: PeerText) => void): void {
    if (this.#stuffed) {
      this.#stuffed = false;
      if (byte === soh || byte === eot) return this.#keep(byte, take);
    }
    if (stuffers.has(byte)) this.#stuffed = true;
    else if (byte === soh) this.#forget();
    else if (byte === eot) {
      this.#finish('framed', take);
      this.#within = false;
    } else this.#keep(byte, take);
  }

  #finish(form: 'raw' | 'framed', take: (text: PeerText) => void): void {
    const long = this.#long;
    const bytes = this.#held.take();
    this.#forget();
    if (long) take('long');
    else if (bytes.length > 0) take({ text: decode(bytes), raw: form === 'raw' });
  }

  #keep(byte: number, take: (text: PeerText) => void): void {
    if (this.#held.push(byte)) return;
    this.#long = true;
    if (++this.#dropped % maxCommand === 0) take('long');
  }

  #forget(): void {
    this.#held.clear();
    this.#stuffed = false;
    this.#long = false;
    this.#dropped = 0;
  }
}

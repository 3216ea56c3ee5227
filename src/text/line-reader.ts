import { HeldBytes } from './held-bytes.ts';

const lf = 0x0a;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** For chunks from this size on, it is checked first whether input is discarded. */
const longChunk = 1024;

/** The receiver of the lines of a stream. */
export interface LineTaker {
  /** Whether it takes one more line now. If not, the link hands over the rest of the chunk again. */
  readonly ready: boolean;
  /** Whether input is discarded without parsing. */
  readonly over?: boolean;
  /** Takes a line without its end; undefined: it is too long. Called as soon as that is known. */
  take(line: string | undefined): void;
  /** What is sent before the link is ended because unfinished lines take too much memory. */
  tooMuchUnfinished?(): Uint8Array;
}

export interface LineForm {
  /** The longest line, in bytes without its end. */
  readonly most: number;
  /** The byte that ends a line; LF if omitted, and then a CR before it is dropped, too. */
  readonly end?: number;
}

/**
 * Reads lines from chunks, however they are cut, also within a character. Bytes that are not UTF-8 become U+FFFD. Holds
 * at most one unfinished line.
 */
export class LineReader {
  readonly #taker: LineTaker;
  readonly #most: number;
  readonly #end: number;
  readonly #held: HeldBytes;
  /** The line is too long; its rest is dropped. */
  #dropping = false;

  constructor(taker: LineTaker, { most, end = lf }: LineForm) {
    this.#taker = taker;
    this.#most = most;
    this.#end = end;
    this.#held = new HeldBytes(most);
  }

  /** Whether a line is unfinished. */
  get within(): boolean {
    return this.#dropping || this.#held.length > 0;
  }

  /** Bytes of memory of the unfinished line. */
  get unfinished(): number {
    return this.#held.memory;
  }

  /** Like a link's reader, returns how many bytes were taken from the front of the chunk. */
  take(chunk: Uint8Array): number {
    if (chunk.length > longChunk && this.#taker.over) return chunk.length;
    for (let at = 0; at < chunk.length;) {
      if (!this.#taker.ready) return at;
      const end = chunk.indexOf(this.#end, at);
      if (end === -1) {
        this.#hold(chunk.subarray(at));
        break;
      }
      this.#finish(chunk.subarray(at, end));
      at = end + 1;
    }
    return chunk.length;
  }

  /** Completes the unfinished line, if any, without its end. */
  cut(): void {
    this.#dropping = false;
    if (this.#held.length > 0) this.#give(this.#held.take());
  }

  #finish(rest: Uint8Array): void {
    if (this.#dropping) this.#dropping = false;
    else if (this.#held.length + rest.length > this.#most) this.#refuse();
    else if (this.#held.length === 0) this.#give(rest);
    else {
      this.#held.add(rest);
      this.#give(this.#held.take());
    }
  }

  #hold(piece: Uint8Array): void {
    if (this.#dropping || this.#held.add(piece)) return;
    this.#dropping = true;
    this.#refuse();
  }

  #give(bytes: Uint8Array): void {
    const text = decoder.decode(bytes);
    this.#taker.take(this.#end === lf && text.endsWith('\r') ? text.slice(0, -1) : text);
  }

  #refuse(): void {
    this.#held.clear();
    this.#taker.take(undefined);
  }
}

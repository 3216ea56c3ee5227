import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { LinkEnd } from '#link/link.ts';

import type { StoppableReader } from './contact.ts';

/** UTF-16 units of incomplete text that are kept. */
const longest = 64 * 1024;

export interface TextListener {
  heard(text: string): void;
  /** The server has closed; the last call. */
  closed(how: LinkEnd): void;
}

/** How a server's text is cut into pieces. */
export interface Cutting {
  /** Silence that ends an incomplete piece. */
  readonly pause: Millis;
  /** The complete pieces, and last the rest. */
  split(text: string): readonly string[];
  /** The pieces in the rest, after the pause, at the end, or when it is too long. */
  rest(text: string): readonly string[];
}

/** Reads a server's text, UTF-8, however the network cuts it. */
export class TextReader implements StoppableReader {
  readonly #listener: TextListener;
  readonly #clock: Clock;
  readonly #cutting: Cutting;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #begun = '';
  #isStopped = false;
  #cancel: () => void = () => {};

  constructor(listener: TextListener, clock: Clock, cutting: Cutting) {
    this.#listener = listener;
    this.#clock = clock;
    this.#cutting = cutting;
  }

  stop(): void {
    this.#cancel();
    this.#isStopped = true;
  }

  take(chunk: Uint8Array): number {
    this.#cancel();
    const pieces = [...this.#cutting.split(this.#begun + this.#decoder.decode(chunk, { stream: true }))];
    this.#begun = pieces.pop() ?? '';
    this.#give(pieces);
    if (this.#begun.length > longest) this.#giveRest();
    if (this.#begun !== '' && !this.#isStopped) {
      this.#cancel = this.#clock.after(this.#cutting.pause, () => this.#giveRest());
    }
    return chunk.length;
  }

  ended(how: LinkEnd): void {
    this.#cancel();
    this.#begun += this.#decoder.decode();
    this.#giveRest();
    // The last piece may have ended the conversation.
    if (this.#isStopped) return;
    this.stop();
    this.#listener.closed(how);
  }

  #giveRest(): void {
    const begun = this.#begun;
    this.#begun = '';
    if (begun !== '') this.#give(this.#cutting.rest(begun));
  }

  #give(texts: readonly string[]): void {
    for (const text of texts) if (!this.#isStopped) this.#listener.heard(text);
  }
}

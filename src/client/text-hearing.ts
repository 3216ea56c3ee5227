import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { LinkEnd } from '#link/link.ts';

import type { Hearing } from './contact.ts';

/** UTF-16 units without an end that are waited for. */
const longest = 64 * 1024;

export interface TextListener {
  heard(text: string): void;
  /** The server has closed. Nothing follows. */
  closed(how: LinkEnd): void;
}

/** How a server's text is cut into what is heard at once. */
export interface Cutting {
  /** Silence that ends a text. */
  readonly pause: Millis;
  /** Cuts off what is complete without waiting; the last element is the rest. */
  split(text: string): readonly string[];
  /** What is made of the rest, at the pause, the end, or when it is too long. */
  rest(text: string): readonly string[];
}

/** Hears what one server says, as UTF-8, in whatever pieces it comes. */
export class TextHearing implements Hearing {
  readonly #listener: TextListener;
  readonly #clock: Clock;
  readonly #cutting: Cutting;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #begun = '';
  #deaf = false;
  #cancel: () => void = () => {};

  constructor(listener: TextListener, clock: Clock, cutting: Cutting) {
    this.#listener = listener;
    this.#clock = clock;
    this.#cutting = cutting;
  }

  stop(): void {
    this.#cancel();
    this.#deaf = true;
  }

  take(chunk: Uint8Array): number {
    this.#cancel();
    const pieces = [...this.#cutting.split(this.#begun + this.#decoder.decode(chunk, { stream: true }))];
    this.#begun = pieces.pop() ?? '';
    this.#give(pieces);
    if (this.#begun.length > longest) this.#giveRest();
    if (this.#begun !== '' && !this.#deaf) {
      this.#cancel = this.#clock.after(this.#cutting.pause, () => this.#giveRest());
    }
    return chunk.length;
  }

  ended(how: LinkEnd): void {
    this.#cancel();
    this.#begun += this.#decoder.decode();
    this.#giveRest();
    // What it said may have been all that was needed to know it.
    if (this.#deaf) return;
    this.stop();
    this.#listener.closed(how);
  }

  #giveRest(): void {
    const begun = this.#begun;
    this.#begun = '';
    if (begun !== '') this.#give(this.#cutting.rest(begun));
  }

  #give(texts: readonly string[]): void {
    for (const text of texts) if (!this.#deaf) this.#listener.heard(text);
  }
}

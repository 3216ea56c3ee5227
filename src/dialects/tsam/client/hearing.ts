import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { LinkEnd, Reader } from '#link/link.ts';

import { repliesIn } from '../codec.ts';

/** Nothing ends a reply but silence: what comes within so much of it is one. Servers pause longer between two. */
export const pause: Millis = 10;
/** UTF-16 units that are waited for. */
const longest = 64 * 1024;

export interface Listener {
  heard(reply: string): void;
  /** The server has closed. Nothing follows. */
  closed(how: LinkEnd): void;
}

/** The ear of a client: the replies of one server, in whatever pieces they come. */
export class Hearing implements Reader {
  readonly #listener: Listener;
  readonly #clock: Clock;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #begun = '';
  #deaf = false;
  #cancel: () => void = () => {};

  constructor(listener: Listener, clock: Clock) {
    this.#listener = listener;
    this.#clock = clock;
  }

  /** Hears nothing any more. */
  stop(): void {
    this.#cancel();
    this.#deaf = true;
  }

  take(chunk: Uint8Array): number {
    this.#cancel();
    this.#begun += this.#decoder.decode(chunk, { stream: true });
    if (this.#begun.length > longest) this.#give();
    else if (!this.#deaf) this.#cancel = this.#clock.after(pause, () => this.#give());
    return chunk.length;
  }

  ended(how: LinkEnd): void {
    if (this.#deaf) return;
    this.#cancel();
    this.#begun += this.#decoder.decode();
    this.#give();
    // What it said may have been all that was needed to know it.
    if (this.#deaf) return;
    this.stop();
    this.#listener.closed(how);
  }

  #give(): void {
    const begun = this.#begun;
    this.#begun = '';
    for (const reply of repliesIn(begun)) if (reply !== '' && !this.#deaf) this.#listener.heard(reply);
  }
}

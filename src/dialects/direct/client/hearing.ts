import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { Reader } from '#link/link.ts';

/** What stands without its LF is shown after so much silence: early servers sent none, and it may be all there is. */
export const linePatience: Millis = 500;
/** UTF-16 units of a line without an end that are waited for. */
const longest = 64 * 1024;

export interface Listener {
  heard(line: string): void;
  /** The server has closed. Nothing follows. */
  closed(): void;
}

/** The ear of a client: the lines of one server, in whatever pieces they come. */
export class Hearing implements Reader {
  readonly #listener: Listener;
  readonly #clock: Clock;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #begun = '';
  /** The beginning of this line was shown, so that its LF alone is no further line. */
  #shown = false;
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
    const lines = (this.#begun + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#begun = lines.pop() ?? '';
    for (const line of lines) this.#end(line);
    if (this.#begun.length > longest) this.#showBegun();
    if (this.#begun !== '' && !this.#deaf) this.#cancel = this.#clock.after(linePatience, () => this.#showBegun());
    return chunk.length;
  }

  ended(): void {
    if (this.#deaf) return;
    this.#begun += this.#decoder.decode();
    if (this.#begun !== '') this.#showBegun();
    // What it said may have been all that was needed to know it.
    if (this.#deaf) return;
    this.stop();
    this.#listener.closed();
  }

  #end(text: string): void {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    const rest = this.#shown;
    this.#shown = false;
    if (line !== '' || !rest) this.#say(line);
  }

  #showBegun(): void {
    const begun = this.#begun;
    this.#begun = '';
    this.#shown = true;
    this.#say(begun);
  }

  #say(line: string): void {
    if (!this.#deaf) this.#listener.heard(line);
  }
}

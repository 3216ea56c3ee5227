import type { Writable } from 'node:stream';

import { visible } from '#text/visible.ts';

/** A prompt at a terminal that only prints: it is written once for each line that is asked for, and never taken away. */
export class PlainPrompt {
  readonly #output: Writable;
  readonly #wanted: boolean;
  #text = '';
  /** It stands there, with nothing behind it but what is being typed. */
  #standing = false;

  constructor(output: Writable, wanted: boolean) {
    this.#output = output;
    this.#wanted = wanted;
  }

  set(text: string): void {
    if (text !== this.#text) this.interrupt();
    this.#text = text;
  }

  /** A line is waited for. */
  ask(): void {
    if (!this.#wanted || this.#standing || this.#text === '') return;
    this.#output.write(visible(this.#text));
    this.#standing = true;
  }

  /** A line came; `seen`: what the terminal has not written of it. */
  answered(seen = ''): void {
    if (this.#standing && seen !== '') this.#output.write(seen);
    this.#standing = false;
  }

  /** Something else is to be written, which begins a line of its own. */
  interrupt(): void {
    this.answered('\n');
  }
}

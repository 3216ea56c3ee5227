import type { Writable } from 'node:stream';

import { visible } from '#text/visible.ts';

/** A prompt at a terminal without escape sequences: written once for each requested line, never erased. */
export class PlainPrompt {
  readonly #output: Writable;
  readonly #wanted: boolean;
  #text = '';
  /** The prompt is on the screen, with only the typed text after it. */
  #standing = false;

  constructor(output: Writable, wanted: boolean) {
    this.#output = output;
    this.#wanted = wanted;
  }

  set(text: string): void {
    if (text !== this.#text) this.interrupt();
    this.#text = text;
  }

  /** A line is requested. */
  ask(): void {
    if (!this.#wanted || this.#standing || this.#text === '') return;
    this.#output.write(visible(this.#text));
    this.#standing = true;
  }

  /** A line came. `seen`: the part of it that the terminal has not echoed. */
  answered(seen = ''): void {
    if (this.#standing && seen !== '') this.#output.write(seen);
    this.#standing = false;
  }

  /** Other output follows, which begins on a new line. */
  interrupt(): void {
    this.answered('\n');
  }
}

import type { Readable } from 'node:stream';

import type { Key } from './keys.ts';
import { LineEditor } from './line-editor.ts';
import { TerminalInput } from './terminal-input.ts';

/** The input; a terminal, if its mode can be set. */
export type RawInput = Readable & { readonly isTTY?: boolean; readonly setRawMode?: (on: boolean) => unknown };

export interface HiddenEvents {
  entered(line: string): void;
  interrupted(): void;
  /** Ctrl-D on an empty line. */
  ended(): void;
  /** Ctrl-Z: returns when the process is resumed. */
  suspended(): void;
}

/** Reads lines at a terminal without echo. Never on without a terminal. */
export class HiddenEntry {
  readonly #input: RawInput;
  readonly #events: HiddenEvents;
  readonly #editor = new LineEditor();
  #keys = new TerminalInput();
  #on = false;

  constructor(input: RawInput, events: HiddenEvents) {
    this.#input = input;
    this.#events = events;
  }

  get on(): boolean {
    return this.#on;
  }

  set(on: boolean): void {
    if (on === this.#on || this.#input.isTTY !== true) return;
    this.#on = on;
    this.#keys = new TerminalInput();
    this.#editor.enter(false);
    this.#input.setRawMode?.(on);
  }

  take(bytes: Uint8Array): void {
    for (const typed of this.#keys.take(bytes)) {
      if (!this.#on) return;
      if (typed.kind === 'key') this.#press(typed.key);
      else if (typed.kind !== 'place') this.#editor.insert(typed.text);
    }
  }

  #press(key: Key): void {
    if (key === 'enter') for (const line of this.#editor.enter(false).split('\n')) this.#events.entered(line);
    else if (key === 'interrupt') this.#events.interrupted();
    else if (key === 'suspend') this.#suspend();
    else if (key === 'delete-or-end' && this.#editor.text === '') this.#events.ended();
    else this.#editor.press(key);
  }

  #suspend(): void {
    this.#input.setRawMode?.(false);
    this.#events.suspended();
    this.#input.setRawMode?.(true);
  }
}

import type { EventEmitter } from 'node:events';
import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

import { visible } from '#chat/visible.ts';

import { Interruption } from './interruption.ts';
import { TypedInput } from './typed-input.ts';

/** A console on a terminal: what is half typed is drawn again under whatever arrives. */
export class TerminalConsole {
  readonly interactive: boolean = true;
  readonly #output: Writable;
  readonly #readline: Interface;
  readonly #interruption: Interruption;
  readonly #typed = new TypedInput();
  /** False once the end of input was typed: then there is nothing to draw again. */
  #editing = true;
  #broken = false;

  constructor(input: Readable, output: Writable, signals: EventEmitter) {
    this.#output = output;
    this.#interruption = new Interruption(signals);
    this.#readline = createInterface({ input, output, terminal: true, prompt: '', historySize: 100 });
    this.#readline.on('line', (line) => {
      this.#typed.push(line);
      this.#draw();
    });
    this.#readline.on('SIGINT', () => this.#interruption.leave());
    this.#readline.on('close', () => {
      this.#erase();
      this.#editing = false;
      this.#typed.end();
    });
    output.on('error', () => {
      this.#broken = true;
      this.#interruption.leave();
    });
  }

  get waiting(): number {
    return this.#typed.waiting;
  }

  get interrupted(): Promise<void> {
    return this.#interruption.asked;
  }

  show(line: string): void {
    if (this.#broken) return;
    this.#output.cork();
    this.#erase();
    this.#output.write(`${visible(line)}\n`);
    this.#draw();
    this.#output.uncork();
  }

  prompt(text: string): void {
    this.#erase();
    this.#readline.setPrompt(text);
    this.#draw();
  }

  line(): Promise<string | undefined> {
    return this.#typed.next();
  }

  close(): void {
    this.#interruption.close();
    if (!this.#editing) return;
    if (this.#readline.line === '') this.#erase();
    else this.#output.write('\n');
    this.#editing = false;
    this.#readline.close();
  }

  /** Takes the prompt and what is half typed off the screen, over all its rows. */
  #erase(): void {
    if (!this.#editing || this.#broken) return;
    const { rows } = this.#readline.getCursorPos();
    if (rows > 0) moveCursor(this.#output, 0, -rows);
    cursorTo(this.#output, 0);
    clearScreenDown(this.#output);
    // What readline remembers of the row its cursor was on when it last drew; it would go up that far again.
    Object.assign(this.#readline, { prevRows: 0 });
  }

  #draw(): void {
    const empty = this.#readline.getPrompt() === '' && this.#readline.line === '';
    if (this.#editing && !this.#broken && !empty) this.#readline.prompt(true);
  }
}

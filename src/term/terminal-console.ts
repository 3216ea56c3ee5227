import type { EventEmitter } from 'node:events';
import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

import { visible } from '#chat/visible.ts';

import { Interruption } from './interruption.ts';
import { PastedInput, tellNothing, tellPastes } from './pasted-input.ts';
import { placeBehind } from './place.ts';
import { TypedInput } from './typed-input.ts';

/** A stream of a terminal, as far as it is one. */
export type Tty = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly setRawMode?: (on: boolean) => unknown;
};

const bold = '\x1b[1m';
const plain = '\x1b[22m';

/** A console on a terminal: what is half typed is drawn again under whatever arrives. */
export class TerminalConsole {
  readonly interactive: boolean = true;
  readonly #input: Readable & Tty;
  readonly #output: Writable & Tty;
  readonly #colours: boolean;
  readonly #keys: PastedInput;
  readonly #readline: Interface;
  readonly #interruption: Interruption;
  readonly #typed = new TypedInput();
  /** What the arrow keys bring back. */
  #history: string[] = [];
  /** False once the end of input was typed: then there is nothing to draw again. */
  #editing = true;
  #broken = false;

  constructor(input: Readable & Tty, output: Writable & Tty, signals: EventEmitter, colours: boolean) {
    this.#input = input;
    this.#output = output;
    this.#colours = colours;
    this.#interruption = new Interruption(signals);
    this.#keys = new PastedInput((on) => input.setRawMode?.(on));
    this.#readline = createInterface({ input: this.#keys, output, terminal: true, prompt: '', historySize: 100 });
    // It takes each code point for a sign.
    Object.assign(this.#readline, { _getDisplayPos: (text: string) => placeBehind(text, output.columns ?? Infinity) });
    this.#listen();
    input.pipe(this.#keys);
    output.write(tellPastes);
  }

  get waiting(): number {
    return this.#typed.waiting;
  }

  get interrupted(): Promise<void> {
    return this.#interruption.asked;
  }

  show(line: string, speaker = 0): void {
    if (this.#broken) return;
    this.#output.cork();
    this.#erase();
    this.#output.write(`${this.#coloured(visible(line), speaker)}\n`);
    this.#draw();
    this.#output.uncork();
  }

  /** Whatever was typed behind another prompt, a password perhaps, is not brought back behind this one. */
  prompt(text: string): void {
    if (text !== this.#readline.getPrompt()) this.#history.length = 0;
    this.#erase();
    this.#readline.setPrompt(text);
    this.#draw();
  }

  line(): Promise<string | undefined> {
    return this.#typed.next();
  }

  close(): void {
    this.#interruption.close();
    if (this.#editing) {
      if (this.#readline.line === '') this.#erase();
      else this.#output.write('\n');
      this.#editing = false;
      this.#readline.close();
    }
    this.#release();
  }

  #listen(): void {
    this.#readline.on('line', (line) => {
      this.#typed.push(line);
      this.#draw();
    });
    this.#readline.on('history', (history) => (this.#history = history));
    this.#readline.on('SIGINT', () => this.#interruption.leave());
    this.#readline.on('close', () => {
      this.#erase();
      this.#editing = false;
      this.#typed.end();
      this.#release();
    });
    // Ctrl-Z and back: readline waits to be told to go on, and the shell has taken the mode away.
    this.#readline.on('SIGCONT', () => {
      this.#output.write(tellPastes);
      this.#readline.resume();
    });
    this.#input.once('error', () => this.#keys.end());
    this.#output.prependListener('resize', this.#resized);
    this.#output.on('error', () => {
      this.#broken = true;
      this.#interruption.leave();
    });
  }

  #release(): void {
    if (this.#keys.destroyed) return;
    this.#output.off('resize', this.#resized);
    this.#input.unpipe(this.#keys);
    this.#input.pause();
    this.#keys.destroy();
    if (!this.#broken) this.#output.write(tellNothing);
  }

  /** Before readline draws anew: many terminals have wrapped the rows anew by now, others have not. The lower bound again. */
  readonly #resized = (): void => {
    const before: unknown = Reflect.get(this.#readline, 'prevRows');
    const { rows } = this.#readline.getCursorPos();
    Object.assign(this.#readline, { prevRows: typeof before === 'number' ? Math.min(before, rows) : rows });
  };

  #coloured(line: string, speaker: number): string {
    if (!this.#colours || speaker === 0) return line;
    return `${bold}${line.slice(0, speaker)}${plain}${line.slice(speaker)}`;
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

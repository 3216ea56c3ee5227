import type { Console, TypedLines } from '#dialects/party.ts';

/** Takes typed lines; undefined is the end of input. */
export interface Taker {
  /** False when the line must be kept until a line is asked for again. */
  typed(line: string | undefined): boolean;
  /** Whether the line was taken at once, before the lines that wait. */
  hurried(line: string | undefined): boolean;
  /** Whether a line among several pasted ones must be dropped. */
  withholds(line: string): boolean;
  /** Whether to read lines although none is asked for. */
  readonly ahead: boolean;
}

/** Lines from a console, in order. Lines that cannot be taken yet are kept. */
export class WaitingLines implements TypedLines {
  readonly #console: Console;
  readonly #taker: Taker;
  #asked = false;
  #reading = false;
  readonly #kept: (string | undefined)[] = [];

  constructor(console: Console, taker: Taker) {
    this.#console = console;
    this.#taker = taker;
  }

  ask(): void {
    this.#asked = true;
    if (this.#kept.length > 0) this.#give(this.#kept.shift());
    else void this.#read();
  }

  keep(line: string | undefined): void {
    this.#kept.unshift(line);
  }

  /** The number of lines typed and not taken. */
  get waiting(): number {
    return this.#kept.filter((line) => line !== undefined).length + this.#console.waiting;
  }

  /** Reads the next line, if the taker reads ahead. */
  readAhead(): void {
    const ended = this.#kept.length > 0 && this.#kept.at(-1) === undefined;
    if (this.#taker.ahead && !ended) void this.#read();
  }

  async #read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    const line = await this.#console.line();
    this.#reading = false;
    if (line !== undefined && this.#console.amongPasted === true && this.#taker.withholds(line)) return this.#goOn();
    if (this.#taker.hurried(line)) return;
    if (this.#asked && this.#kept.length === 0) this.#give(line);
    else this.#kept.push(line);
    if (line !== undefined) this.readAhead();
  }

  #goOn(): void {
    if (this.#asked) void this.#read();
    else this.readAhead();
  }

  #give(line: string | undefined): void {
    this.#asked = false;
    if (!this.#taker.typed(line)) this.keep(line);
  }
}

import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

import { visible } from '#chat/visible.ts';

import { Interruption } from './interruption.ts';
import { TypedInput } from './typed-input.ts';

/** Lines read ahead before the pipe is held. */
const ahead = 256;
/** UTF-16 units of a line without an end that are waited for before they are taken for a line. */
const longest = 64 * 1024;

/** A console without a terminal: lines in, lines out, no prompts. */
export class PipeConsole {
  readonly interactive: boolean = false;
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #interruption: Interruption;
  readonly #typed = new TypedInput();
  readonly #decoder = new StringDecoder('utf8');
  #begun = '';
  #closed = false;

  constructor(input: Readable, output: Writable, signals: EventEmitter) {
    this.#input = input;
    this.#output = output;
    this.#interruption = new Interruption(signals);
    output.on('error', this.#broken);
    input.on('data', this.#read);
    input.once('end', this.#ended);
    input.once('error', this.#ended);
  }

  get waiting(): number {
    return this.#typed.waiting;
  }

  get interrupted(): Promise<void> {
    return this.#interruption.asked;
  }

  show(line: string): void {
    if (!this.#closed) this.#output.write(`${visible(line)}\n`);
  }

  prompt(_text: string): void {}

  line(): Promise<string | undefined> {
    if (this.#typed.waiting <= ahead && !this.#closed) this.#input.resume();
    return this.#typed.next();
  }

  close(): void {
    this.#closed = true;
    this.#interruption.close();
    this.#input.off('data', this.#read);
    this.#input.pause();
    // A pipe that is only paused would keep the process.
    this.#input.destroy();
  }

  /** Nobody reads what is shown, as behind `| head`. */
  readonly #broken = (): void => {
    this.#closed = true;
    this.#interruption.leave();
  };

  readonly #read = (bytes: Uint8Array): void => {
    const lines = (this.#begun + this.#decoder.write(bytes)).split('\n');
    this.#begun = lines.pop() ?? '';
    for (const line of lines) this.#push(line);
    while (this.#begun.length > longest) {
      this.#push(this.#begun.slice(0, longest));
      this.#begun = this.#begun.slice(longest);
    }
    if (this.#typed.waiting > ahead) this.#input.pause();
  };

  #push(line: string): void {
    this.#typed.push(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  readonly #ended = (): void => {
    const last = this.#begun + this.#decoder.end();
    this.#begun = '';
    if (last !== '') this.#push(last);
    this.#typed.end();
  };
}

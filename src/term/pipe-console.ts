import type { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

import { type Accents, accented } from './accents.ts';
import { HiddenEntry, type RawInput } from './hidden-entry.ts';
import { Interruption } from './interruption.ts';
import { PlainPrompt } from './plain-prompt.ts';
import type { Secrets } from './secrets.ts';
import { TypedInput } from './typed-input.ts';

/** Lines read ahead before the pipe is paused. */
const ahead = 256;
/** UTF-16 units after which text without a line end is taken as a line. */
const longest = 64 * 1024;

/**
 * A console without line editing: lines in, lines out. With `prompts` it writes prompts. If the input is a terminal,
 * secrets are typed without echo.
 */
export class PipeConsole {
  readonly interactive: boolean;
  readonly #input: RawInput;
  readonly #output: Writable;
  readonly #interruption: Interruption;
  readonly #typed = new TypedInput();
  readonly #prompt: PlainPrompt;
  readonly #hidden: HiddenEntry;
  readonly #decoder = new StringDecoder('utf8');
  #begun = '';
  /** No input yet, so it may begin with a byte order mark. */
  #first = true;
  #closed = false;

  constructor(
    input: RawInput,
    output: Writable,
    { signals, stop, prompts = false }: { signals: EventEmitter; stop: () => void; prompts?: boolean },
  ) {
    this.interactive = prompts;
    this.#input = input;
    this.#output = output;
    this.#interruption = new Interruption(signals);
    this.#prompt = new PlainPrompt(output, prompts);
    this.#hidden = new HiddenEntry(input, {
      entered: (line) => {
        this.#prompt.answered('\n');
        this.#typed.push([line]);
      },
      interrupted: () => this.#interruption.leave(),
      ended: () => this.#ended(),
      suspended: stop,
    });
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

  show(line: string, _speaker = 0, accents: Accents = {}): void {
    if (this.#closed) return;
    this.#prompt.interrupt();
    this.#output.write(`${accented(line, 0, accents, false)}\n`);
    if (this.#typed.asked) this.#prompt.ask();
  }

  hint(line: string): void {
    if (this.interactive) this.show(line);
  }

  prompt(text: string, secrets?: Secrets): void {
    if (this.#closed) return;
    this.#hidden.set(secrets === 'all');
    this.#prompt.set(text);
    if (this.#typed.asked) this.#prompt.ask();
  }

  line(): Promise<string | undefined> {
    if (this.#typed.waiting <= ahead && !this.#closed) this.#input.resume();
    const line = this.#typed.next();
    if (this.#typed.asked && !this.#closed) this.#prompt.ask();
    return line;
  }

  close(): void {
    if (!this.#closed) this.#prompt.interrupt();
    this.#closed = true;
    this.#hidden.set(false);
    this.#interruption.close();
    this.#input.off('data', this.#read);
    this.#input.pause();
    // A paused pipe would keep the process alive.
    this.#input.destroy();
  }

  /** Nobody reads the output, as after `| head`. */
  readonly #broken = (): void => {
    this.#closed = true;
    this.#interruption.leave();
  };

  readonly #read = (bytes: Uint8Array): void => {
    if (this.#hidden.on) return this.#hidden.take(bytes);
    const text = this.#decoder.write(Buffer.from(bytes));
    const lines = (this.#begun + this.#withoutMark(text)).split('\n');
    this.#begun = lines.pop() ?? '';
    for (const line of lines) this.#push(line);
    while (this.#begun.length > longest) {
      this.#push(this.#begun.slice(0, longest));
      this.#begun = this.#begun.slice(longest);
    }
    if (this.#typed.waiting > ahead) this.#input.pause();
  };

  /** Some programs begin a file with a byte order mark, which is not part of its first line. */
  #withoutMark(text: string): string {
    if (!this.#first || text === '') return text;
    this.#first = false;
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  }

  #push(line: string): void {
    this.#prompt.answered();
    this.#typed.push([line.endsWith('\r') ? line.slice(0, -1) : line]);
  }

  readonly #ended = (): void => {
    const last = this.#begun + this.#withoutMark(this.#decoder.end());
    this.#begun = '';
    if (last !== '') this.#push(last);
    this.#typed.end();
  };
}

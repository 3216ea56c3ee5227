import type { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';

import { visible } from '#text/visible.ts';
import { columnsOf, wrapped } from '#text/wrap-words.ts';

import { type Accents, accented } from './accents.ts';
import { type Complete, Completing } from './completing.ts';
import { InputArea, type Screen, type Shown } from './input-area.ts';
import { Interruption } from './interruption.ts';
import type { Key } from './keys.ts';
import { LineEditor, longestTyped } from './line-editor.ts';
import { isSecret, type Secrets, shownOf } from './secrets.ts';
import { Suspension } from './suspension.ts';
import { markNothing, markPastes, TerminalInput, type Typed } from './terminal-input.ts';
import { TypedInput } from './typed-input.ts';

/** A stream that may be a terminal. */
export type Tty = {
  readonly isTTY?: boolean;
  readonly setRawMode?: (on: boolean) => unknown;
};

export interface TerminalOptions {
  /** Emits SIGINT, SIGTERM and SIGCONT. */
  readonly signals: EventEmitter;
  readonly colours: boolean;
  /** Suspends the job, as the shell expects at Ctrl-Z. */
  readonly stop: () => void;
  /** Whether the terminal re-wraps its rows when the width changes, if known. */
  readonly reflows: boolean | undefined;
}

/** How long a terminal may take to report its cursor's position, in ms. */
const placeTimeout = 300;
/** The most lines kept meanwhile. */
const maxHeld = 1000;

const bell = '\x07';

/** A console on a terminal: the half-typed line is drawn again below all output. */
export class TerminalConsole {
  readonly interactive: boolean = true;
  readonly #input: Readable & Tty;
  readonly #output: Screen & Tty;
  readonly #colours: boolean;
  readonly #area: InputArea;
  readonly #editor = new LineEditor();
  readonly #completing: Completing = new Completing(this.#editor);
  readonly #keys = new TerminalInput();
  readonly #interruption: Interruption;
  readonly #suspension: Suspension;
  readonly #typed = new TypedInput();
  /** Typed characters, and how many of them are processed. */
  readonly #typedCharacters: Typed[] = [];
  #processed = 0;
  #prompt = '';
  #status = '';
  #edited: (line: string) => void = () => {};
  #secrets: Secrets | undefined;
  /** Output received while nothing may be drawn. */
  #held: string[] = [];
  #placeTimer: NodeJS.Timeout | undefined;
  /** False after the end of input: then there is no line to draw. */
  #editing = true;
  #broken = false;

  constructor(input: Readable & Tty, output: Screen & Tty, { signals, colours, stop, reflows }: TerminalOptions) {
    this.#input = input;
    this.#output = output;
    this.#colours = colours;
    this.#area = new InputArea(output, reflows);
    this.#interruption = new Interruption(signals);
    this.#suspension = new Suspension(signals, stop, () => this.#continue());
    output.on('resize', this.#resized);
    output.on('error', this.#unseen);
    input.on('data', this.#read);
    input.once('end', this.#ended);
    input.once('error', this.#ended);
    this.#takeTerminal();
  }

  get waiting(): number {
    return this.#typed.waiting;
  }

  get amongPasted(): boolean {
    return this.#typed.amongPasted;
  }

  get interrupted(): Promise<void> {
    return this.#interruption.asked;
  }

  show(line: string, speaker = 0, accents: Accents = {}): void {
    if (this.#broken) return;
    this.#held.push(`${accented(line, speaker, accents, this.#colours)}${accents.bell === true ? bell : ''}\r\n`);
    if (this.#area.unsure && this.#held.length > maxHeld) this.#area.unplaced();
    this.#draw();
  }

  /** Shows our advice, wrapped between words. Messages are not wrapped here but by the terminal, which can join the rows again when it is resized. */
  hint(line: string): void {
    for (const row of wrapped(line, columnsOf(this.#output))) this.show(row);
  }

  /** Sets the prompt. Lines typed at another prompt, perhaps passwords, are not recalled at this one, unless both hide the same part of a line. */
  prompt(text: string, secrets?: Secrets): void {
    const isAlike = secrets !== undefined && secrets === this.#secrets;
    if (visible(text) !== this.#prompt && !isAlike) this.#editor.forget();
    this.#prompt = visible(text);
    this.#secrets = secrets;
    this.#draw();
  }

  status(text: string): void {
    if (visible(text) === this.#status) return;
    this.#status = visible(text);
    this.#draw();
  }

  completeWith(complete: Complete): void {
    this.#completing.with(complete);
  }

  watchEditing(edited: (line: string) => void): void {
    this.#edited = edited;
  }

  line(): Promise<string | undefined> {
    return this.#typed.next();
  }

  close(): void {
    this.#interruption.close();
    if (this.#editing) this.#stopEditing(this.#editor.text !== '');
  }

  get #shown(): Shown {
    const { before, behind } = shownOf(this.#editor, this.#secrets);
    return { before: this.#status + this.#prompt + before, behind };
  }

  /** Writes output, and the half-typed line below it. */
  #draw(): void {
    if (this.#broken || this.#area.unsure || this.#suspension.suspended) return;
    this.#output.cork();
    if (this.#held.length > 0) {
      this.#area.erase();
      this.#output.write(this.#held.splice(0).join(''));
    }
    if (this.#editing) this.#area.draw(this.#shown);
    this.#output.uncork();
  }

  readonly #read = (chunk: Uint8Array | string): void => {
    for (const typed of this.#keys.take(chunk)) this.#typedCharacters.push(typed);
    this.#goOn();
  };

  /** Processes keys up to the end of a line: the next characters may belong to a password prompt. */
  readonly #goOn = (): void => {
    let ended = false;
    const before = this.#editor.text;
    while (this.#processed < this.#typedCharacters.length && this.#editing && !ended) {
      const typed = this.#typedCharacters[this.#processed++];
      if (typed) this.#take(typed);
      ended = typed?.kind === 'key' && typed.key === 'enter';
    }
    if (this.#editor.text !== before) this.#edited(this.#editor.text);
    this.#draw();
    if (!this.#editing) return;
    if (this.#processed < this.#typedCharacters.length) {
      this.#input.pause();
      setImmediate(this.#goOn);
      return;
    }
    this.#typedCharacters.length = this.#processed = 0;
    this.#input.resume();
  };

  #take(typed: Typed): void {
    switch (typed.kind) {
      case 'text':
        return this.#insert(typed.text);
      case 'pasted':
        return this.#insert(typed.text);
      case 'place':
        this.#area.placed(typed.row, typed.column);
        return this.#settled();
      case 'key':
        return this.#press(typed.key);
    }
  }

  #insert(text: string): void {
    if (this.#editor.insert(text)) return;
    this.show(`What is typed has at most ${longestTyped} characters. The rest was left out.`);
  }

  #press(key: Key): void {
    if (key === 'enter') this.#enter();
    else if (key === 'interrupt') this.#interruption.leave();
    else if (key === 'suspend') this.#suspend();
    else if (key === 'clear-screen') this.#area.clearScreen();
    else if (key === 'complete') this.#complete();
    else if (key === 'complete-back') this.#completing.press(-1);
    else if (key === 'delete-or-end' && this.#editor.text === '') this.#stopEditing(false);
    else this.#editor.press(key);
  }

  /** A tab where there is nothing to complete is text. */
  #complete(): void {
    if (isSecret(this.#editor.text, this.#secrets) || !this.#completing.press(1)) this.#insert('\t');
  }

  #enter(): void {
    if (this.#area.unsure) this.#area.unplaced();
    this.#area.leave(this.#shown);
    const text = this.#editor.enter(!isSecret(this.#editor.text, this.#secrets));
    this.#typed.push(text.split('\n'));
  }

  #stopEditing(keep: boolean): void {
    if (this.#area.unsure) this.#area.unplaced();
    if (!this.#broken) {
      if (keep) this.#area.leave(this.#shown);
      else this.#area.erase();
    }
    this.#editing = false;
    this.#draw();
    this.#typed.end();
    this.#release();
  }

  #suspend(): void {
    if (this.#area.unsure) this.#area.unplaced();
    this.#area.leave(this.#shown);
    this.#releaseTerminal();
    this.#suspension.begin();
  }

  /** Also after a stop by another process, because the shell resets the mode. */
  #continue(): void {
    if (!this.#editing) return;
    this.#area.forget();
    this.#takeTerminal();
    this.#output.write('\r\x1b[J');
    this.#draw();
  }

  /** Sets raw mode. Node does that only if the mode changes. */
  #takeTerminal(): void {
    this.#input.setRawMode?.(false);
    this.#input.setRawMode?.(true);
    this.#output.write(markPastes);
  }

  #releaseTerminal(): void {
    if (!this.#broken) this.#output.write(markNothing);
    this.#input.setRawMode?.(false);
  }

  readonly #resized = (): void => {
    if (this.#broken || this.#suspension.suspended) return;
    this.#area.resized();
    clearTimeout(this.#placeTimer);
    if (!this.#area.unsure) return this.#draw();
    this.#placeTimer = setTimeout(() => {
      this.#area.unplaced();
      this.#draw();
    }, placeTimeout);
  };

  #settled(): void {
    if (!this.#area.unsure) clearTimeout(this.#placeTimer);
  }

  readonly #ended = (): void => {
    if (this.#editing) this.#stopEditing(false);
  };

  /** Nobody sees the output. */
  readonly #unseen = (): void => {
    this.#broken = true;
    this.#interruption.leave();
  };

  #release(): void {
    clearTimeout(this.#placeTimer);
    this.#suspension.close();
    this.#output.off('resize', this.#resized);
    this.#input.off('data', this.#read);
    this.#input.pause();
    this.#releaseTerminal();
  }
}

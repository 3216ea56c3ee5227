import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { LinkEnd, Reader } from '#link/link.ts';
import { LineReader as Lines, type LineTaker as Taker } from '#text/line-reader.ts';

import { lf, maxLine } from './codec.ts';

/** Silence that ends a line of a client that has not sent an LF yet, by default. */
export const usualPause: Millis = 30;
/** The same for a line that began with a single character: some telnet programs send each key separately. */
export const typingPause: Millis = 2000;

/** Takes the lines of a link. Calls `LineReader.resume` when it becomes ready again. */
export interface LineTaker extends Taker {
  ended(how: LinkEnd): void;
}

/** Reads the lines of a link. Until the first LF, silence ends a line too, because the oldest clients send no LF. */
export class LineReader implements Reader {
  readonly #taker: LineTaker;
  readonly #lines: Lines;
  readonly #clock: Clock;
  readonly #pause: Millis;
  /** Silence ends a line: no LF and no telnet command has come yet. */
  #pauses = true;
  /** The unfinished line began with a single character. */
  #typed = false;
  #cancelTimer: (() => void) | undefined = undefined;
  /** The pause is over, but the taker was not ready. */
  #due = false;

  constructor(taker: LineTaker, clock: Clock, pause: Millis = usualPause) {
    this.#taker = taker;
    this.#lines = new Lines(taker, { most: maxLine });
    this.#clock = clock;
    this.#pause = pause;
  }

  take(chunk: Uint8Array): number {
    if (!this.resume()) return 0;
    if (!this.#pauses) return this.#lines.take(chunk);
    if (!this.#lines.within) this.#typed = isOneCharacter(chunk);
    const taken = this.#lines.take(chunk);
    const end = chunk.indexOf(lf);
    if (end !== -1 && end < taken) this.pausesNoMore();
    else if (taken > 0 && this.#lines.within) this.#waitAgain();
    return taken;
  }

  get unfinished(): number {
    return this.#lines.unfinished;
  }

  tooMuchUnfinished(): Uint8Array | undefined {
    return this.#taker.tooMuchUnfinished?.();
  }

  ended(how: LinkEnd): void {
    this.close();
    this.#lines.cut();
    this.#taker.ended(how);
  }

  /** Hands over a line that is due. False if the taker is still not ready. */
  resume(): boolean {
    if (!this.#due) return true;
    if (!this.#taker.ready) return false;
    this.#due = false;
    this.#lines.cut();
    return true;
  }

  /** Only an LF ends a line from now on. */
  pausesNoMore(): void {
    this.#pauses = false;
    this.close();
  }

  /** Stops the timer. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #waitAgain(): void {
    this.close();
    const pause = this.#typed ? Math.max(this.#pause, typingPause) : this.#pause;
    this.#cancelTimer = this.#clock.after(pause, () => {
      this.#cancelTimer = undefined;
      this.#due = true;
      this.resume();
    });
  }
}

/** Whether the bytes are what one key sends: one character. */
function isOneCharacter(bytes: Uint8Array): boolean {
  const [first = 0] = bytes;
  const length = first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return bytes.length > 0 && bytes.length <= length;
}

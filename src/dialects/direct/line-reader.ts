import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { LinkEnd, Reader } from '#link/link.ts';

import { decode, lf, maxLine } from './codec.ts';

/** Silence after which a client that has never sent an LF has said what it wanted to say, unless told otherwise. */
export const usualPause: Millis = 30;
/** The same for a line that began with a single character: somebody types it, and each key comes by itself. */
export const typingPause: Millis = 2000;

/** It pays to ask whether a chunk is discarded. */
const longChunk = 1024;

/** Whom a link's lines are for. */
export interface LineTaker {
  /** Whether it takes one line more now; if not, it calls `LineReader.resume` when it does. */
  readonly ready: boolean;
  /** Input is discarded, and need not be parsed for that. */
  readonly over?: boolean;
  /** A line without its LF; undefined for one that is longer than `maxLine`. */
  take(line: string | undefined): void;
  /** Nothing more will come. */
  ended(how: LinkEnd): void;
}

/**
 * Makes lines of chunks, however they are cut. Until the first LF, silence ends a line too: the oldest clients send
 * none. Holds one unfinished line and no more, and nothing when there is none.
 */
export class LineReader implements Reader {
  readonly #taker: LineTaker;
  readonly #clock: Clock;
  readonly #pause: Millis;
  /** A copy of the line that is not finished, in the first `#length` bytes. */
  #held: Uint8Array | undefined = undefined;
  #length = 0;
  /** The line was too long; its rest is dropped. */
  #dropping = false;
  /** Silence ends a line: no LF has come yet, and nothing else of somebody who types. */
  #pauses = true;
  /** The line that is not finished began with a single character. */
  #typed = false;
  #callOff: (() => void) | undefined = undefined;
  /** The pause is over, and the line could not be taken yet. */
  #due = false;

  constructor(taker: LineTaker, clock: Clock, pause: Millis = usualPause) {
    this.#taker = taker;
    this.#clock = clock;
    this.#pause = pause;
  }

  take(chunk: Uint8Array): number {
    if (chunk.length > longChunk && this.#taker.over) return chunk.length;
    if (!this.resume()) return 0;
    for (let at = 0; at < chunk.length;) {
      if (!this.#taker.ready) return at;
      const end = chunk.indexOf(lf, at);
      if (end === -1) {
        this.#hold(chunk.subarray(at));
        break;
      }
      if (this.#pauses) this.pausesNoMore();
      this.#finish(chunk.subarray(at, end));
      at = end + 1;
    }
    return chunk.length;
  }

  ended(how: LinkEnd): void {
    this.close();
    if (this.#length > 0) this.#give();
    this.#taker.ended(how);
  }

  /** Hands over what was due when it could not be taken. False when it still can not. */
  resume(): boolean {
    if (!this.#due) return true;
    if (!this.#taker.ready) return false;
    this.#give();
    return true;
  }

  /** Only an LF ends a line from now on. */
  pausesNoMore(): void {
    this.#pauses = false;
    this.close();
  }

  /** The clock is not needed any more. */
  close(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }

  #finish(rest: Uint8Array): void {
    if (this.#dropping) this.#dropping = false;
    else if (this.#length + rest.length > maxLine) this.#refuse();
    else if (this.#length === 0) this.#taker.take(decode(rest));
    else {
      this.#append(rest);
      this.#give();
    }
  }

  #hold(piece: Uint8Array): void {
    if (!this.#dropping) {
      if (this.#length === 0) this.#typed = isOneCharacter(piece);
      if (this.#length + piece.length <= maxLine) this.#append(piece);
      else {
        this.#dropping = true;
        this.#refuse();
      }
    }
    if (this.#pauses) this.#waitAgain();
  }

  /** Twice as much each time, so that a line that comes byte by byte is not copied with every one. */
  #append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (!this.#held || length > this.#held.length) {
      const larger = new Uint8Array(Math.min(Math.max(2 * this.#length, length), maxLine));
      if (this.#held) larger.set(this.#held.subarray(0, this.#length));
      this.#held = larger;
    }
    this.#held.set(piece, this.#length);
    this.#length = length;
  }

  #give(): void {
    const text = this.#held ? decode(this.#held.subarray(0, this.#length)) : '';
    this.#forget();
    this.#taker.take(text);
  }

  #refuse(): void {
    this.#forget();
    this.#taker.take(undefined);
  }

  #forget(): void {
    this.#due = false;
    this.#held = undefined;
    this.#length = 0;
  }

  #waitAgain(): void {
    this.close();
    const pause = this.#typed ? Math.max(this.#pause, typingPause) : this.#pause;
    this.#callOff = this.#clock.after(pause, () => {
      this.#callOff = undefined;
      this.#dropping = false;
      this.#due = this.#length > 0;
      this.resume();
    });
  }
}

/** What a key gives: a byte, or a character that has more. */
function isOneCharacter(bytes: Uint8Array): boolean {
  const [first = 0] = bytes;
  const length = first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return bytes.length > 0 && bytes.length <= length;
}

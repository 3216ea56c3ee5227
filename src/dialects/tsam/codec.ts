/** The bytes of tsam: commands in frames or on lines towards the server, raw text back. Specification: README.md. */

import { HeldBytes } from '#text/held-bytes.ts';

export { commandForms } from './command-forms.ts';

/** The longest command, in UTF-8 bytes without its frame. */
export const maxCommand = 5000;

export const soh = 0x01;
export const eot = 0x04;
const dle = 0x10;
const lf = 0x0a;
const cr = 0x0d;

const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export const encode = (text: string): Uint8Array => utf8.encode(text);

/** Bytes to text; what is not UTF-8 becomes U+FFFD. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

/**
 * A command in its frame. 01 and 04 in it are stuffed. 10 at its end would escape the end of the frame, so its visible
 * symbol (U+2410) is sent.
 */
export const frame = (text: string): Uint8Array =>
  utf8.encode(`\x01${text.replace(/[\x01\x04]/g, '\x10$&').replace(/\x10$/, '\u2410')}\x04`);

/** The replies in one write of a server: framed ones, or one plain reply, without the line feed at a cut. */
export function repliesIn(text: string): readonly string[] {
  if (!/^\x01[^]*\x04$/.test(text)) return [text.replace(/^\n|\n$/g, '')];
  const frames = text.match(/\x01(?:\x10[\x01\x04]|[^\x01\x04])*\x04/g) ?? [];
  return frames.map((each) => each.slice(1, -1).replace(/\x10([\x01\x04])/g, '$1'));
}

/** What a client sent. `bytes`: without its frame, unstuffed. */
export type Parsed =
  | { readonly kind: 'command'; readonly bytes: Uint8Array; readonly framed: boolean }
  /** A beginning without an end, or an end without a beginning. */
  | { readonly kind: 'malformed' }
  /** It had more than `maxCommand` bytes. */
  | { readonly kind: 'long' };

/** The bytes taken, and what they completed. */
export interface Taken {
  readonly next: number;
  readonly parsed?: Parsed | undefined;
}

const malformed: Parsed = { kind: 'malformed' };
const long: Parsed = { kind: 'long' };

/**
 * Parses commands from chunks, however they are cut. 01 begins a frame, which 04 ends; any other byte begins a line,
 * which LF ends. Holds at most one unfinished command.
 */
export class CommandParser {
  #state: 'between' | 'frame' | 'line' = 'between';
  readonly #held = new HeldBytes(maxCommand);
  /** The last byte was 10: the next one may be stuffed. */
  #stuffed = false;
  #long = false;

  /** Bytes of memory of the unfinished command. */
  get unfinished(): number {
    return this.#held.memory;
  }

  /** Parses a chunk from `at` on, until something is complete. */
  take(chunk: Uint8Array, at: number): Taken {
    for (let next = at; next < chunk.length;) {
      const parsed = this.#put(chunk[next++] ?? 0);
      if (parsed) return { next, parsed };
    }
    return { next: chunk.length };
  }

  /** The end of the link: it ends a line, but a frame without its end is malformed. */
  end(): Parsed | undefined {
    if (this.#state === 'frame') return malformed;
    return this.#state === 'line' ? this.#finish() : undefined;
  }

  #put(byte: number): Parsed | undefined {
    if (this.#state === 'frame') return this.#inFrame(byte);
    if (byte === soh) return this.#begin();
    if (byte === eot) return this.#break();
    if (byte === lf) return this.#finish();
    this.#state = 'line';
    this.#keep(byte);
    return undefined;
  }

  #inFrame(byte: number): Parsed | undefined {
    const stuffed = this.#stuffed;
    this.#stuffed = false;
    if (stuffed && (byte === soh || byte === eot)) this.#keep(byte);
    else {
      if (stuffed) this.#keep(dle);
      if (byte === soh) return this.#begin();
      if (byte === eot) return this.#finish();
      if (byte === dle) this.#stuffed = true;
      else this.#keep(byte);
    }
    return undefined;
  }

  /** Begins a frame, whatever came before. */
  #begin(): Parsed | undefined {
    const broken = this.#state !== 'between';
    this.#forget();
    this.#state = 'frame';
    return broken ? malformed : undefined;
  }

  #break(): Parsed {
    this.#forget();
    return malformed;
  }

  /** Ignores an empty frame or line. */
  #finish(): Parsed | undefined {
    const framed = this.#state === 'frame';
    const wasLong = this.#long;
    const held = this.#held.take();
    const bytes = !framed && held.at(-1) === cr ? held.subarray(0, -1) : held;
    this.#forget();
    if (wasLong) return long;
    return bytes.length > 0 ? { kind: 'command', bytes, framed } : undefined;
  }

  #keep(byte: number): void {
    if (!this.#held.push(byte)) this.#long = true;
  }

  #forget(): void {
    this.#state = 'between';
    this.#held.clear();
    this.#stuffed = false;
    this.#long = false;
  }
}

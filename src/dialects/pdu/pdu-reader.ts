import type { LinkEnd, Reader } from '#link/link.ts';
import { HeldBytes } from '#text/held-bytes.ts';

import { lf, maxPdu } from './codec.ts';
import { maxDepth } from './json.ts';

/** Why a PDU is invalid. */
export type Unreadable = 'malformed' | 'long' | 'deep';

/** Takes the PDUs of a link, parsed as `T`. */
export interface PduTaker<T> {
  /** Whether it takes one more now; if not, it resumes the link later. */
  readonly ready: boolean;
  /** Input is discarded, without parsing it. */
  readonly over?: boolean;
  take(pdu: T): void;
  /** A PDU is invalid. Input up to the next possible beginning is dropped. */
  refuse(why: Unreadable): void;
  /** What is sent before the link is ended because unfinished PDUs take too much memory. */
  tooMuchUnfinished?(): Uint8Array;
  ended(how: LinkEnd): void;
}

/**
 * Where reading goes on after an invalid PDU: after the next LF, or, where each read is a PDU without LF, at the next
 * chunk.
 */
export type Resync = 'line' | 'chunk';

const [quote, backslash] = [0x22, 0x5c];
/** `{ [` and `} ]`: the bytes differ in one bit. */
const [open, close] = [0x5b, 0x5d];
const braceBit = 0x20;
const brace = 0x7b;

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === lf || byte === 0x0d || byte === 0x09;

/**
 * Parses PDUs from chunks, however they are cut. An object ends with its last brace, so no separator is needed. Holds
 * at most one unfinished PDU.
 */
export class PduReader<T> implements Reader {
  readonly #taker: PduTaker<T>;
  readonly #mending: Resync;
  readonly #parse: (bytes: Uint8Array) => T | undefined;
  #state: 'between' | 'within' | 'dropping' = 'between';
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The unfinished PDU. */
  readonly #held = new HeldBytes(maxPdu);

  /** `parse` is given a whole object; undefined: it is invalid. */
  constructor(taker: PduTaker<T>, mending: Resync, parse: (bytes: Uint8Array) => T | undefined) {
    this.#taker = taker;
    this.#mending = mending;
    this.#parse = parse;
  }

  take(chunk: Uint8Array): number {
    if (this.#taker.over) return chunk.length;
    for (let at = 0; at < chunk.length;) {
      if (!this.#taker.ready) return at;
      at = this.#step(chunk, at);
    }
    if (this.#mending === 'chunk' && this.#state === 'dropping') this.#state = 'between';
    return chunk.length;
  }

  get unfinished(): number {
    return this.#held.memory;
  }

  tooMuchUnfinished(): Uint8Array | undefined {
    return this.#taker.tooMuchUnfinished?.();
  }

  ended(how: LinkEnd): void {
    this.#forget();
    this.#taker.ended(how);
  }

  /** Reads from `at` on, at most one PDU, and returns where it stopped. */
  #step(chunk: Uint8Array, at: number): number {
    if (this.#state === 'within') return this.#goOn(chunk, at);
    if (this.#state === 'dropping') {
      const end = chunk.indexOf(lf, at);
      if (end !== -1) this.#state = 'between';
      return end === -1 ? chunk.length : end + 1;
    }
    let from = at;
    while (isBlank(chunk[from])) from++;
    if (from === chunk.length) return from;
    if (chunk[from] !== brace) return this.#refuse('malformed', from);
    this.#state = 'within';
    return this.#goOn(chunk, from);
  }

  #goOn(chunk: Uint8Array, from: number): number {
    const room = from + maxPdu - this.#held.length;
    const end = Math.min(chunk.length, room);
    for (let at = from; at < end; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === lf) return this.#cut(at + 1);
      if (this.#inString) this.#spell(byte);
      else if (byte === quote) this.#inString = true;
      else if ((byte & ~braceBit) === open && ++this.#depth > maxDepth) return this.#refuse('deep', at);
      else if ((byte & ~braceBit) === close && --this.#depth === 0) return this.#finish(chunk, from, at + 1);
    }
    if (end === room) return this.#refuse('long', end);
    this.#held.add(chunk.subarray(from));
    return end;
  }

  #spell(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === backslash) this.#escaped = true;
    else if (byte === quote) this.#inString = false;
  }

  #finish(chunk: Uint8Array, from: number, end: number): number {
    const last = chunk.subarray(from, end);
    if (this.#held.length > 0) this.#held.add(last);
    const pdu = this.#parse(this.#held.length > 0 ? this.#held.take() : last);
    this.#forget();
    // A complete object, even if it is invalid: the next one may begin right after it.
    if (pdu) this.#taker.take(pdu);
    else this.#taker.refuse('malformed');
    return end;
  }

  /** A line ended within a PDU, which is invalid. */
  #cut(next: number): number {
    this.#refuse('malformed', next);
    this.#state = 'between';
    return next;
  }

  #refuse(why: Unreadable, at: number): number {
    this.#forget();
    this.#state = 'dropping';
    this.#taker.refuse(why);
    return at;
  }

  #forget(): void {
    this.#state = 'between';
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#held.clear();
  }
}

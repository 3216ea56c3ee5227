import { Buffer } from 'node:buffer';

import type { Side } from '#lab/capture/tcp-conversation.ts';

/** What one side said in one go. */
export interface Utterance {
  readonly from: Side;
  readonly bytes: Buffer;
  readonly time: bigint;
}

/** Of one conversation: so much is looked at, and what it was is judged by that. */
const mostBytes = 6 * 1024;
const mostUtterances = 120;
/** A side that has said so much is known well enough, and leaves room for the other. */
const mostOfOneSide = 4 * 1024;

/** The beginning of what two sides said to each other, in the order of the capture. */
export class Dialogue {
  readonly said: Utterance[] = [];
  /** Whether all of it is here. */
  whole = true;
  #bytes = { client: 0, server: 0 };
  readonly #made = new Map<string, unknown>();

  /** Takes a copy, as far as there is room; `room`: bytes that are left for all dialogues. Gives the bytes taken. */
  add(from: Side, bytes: Buffer, time: bigint, room: number): number {
    this.#made.clear();
    const both = this.#bytes.client + this.#bytes.server;
    const most = Math.min(room, mostBytes - both, mostOfOneSide - this.#bytes[from], bytes.length);
    if (most <= 0 || this.said.length >= mostUtterances) {
      this.whole = false;
      return 0;
    }
    if (most < bytes.length) this.whole = false;
    const last = this.said.at(-1);
    // One write in several segments.
    if (last?.from === from && time - last.time < sameWrite && last.bytes.length >= 500) {
      this.said[this.said.length - 1] = { ...last, bytes: Buffer.concat([last.bytes, bytes.subarray(0, most)]) };
    } else this.said.push({ from, bytes: Buffer.from(bytes.subarray(0, most)), time });
    this.#bytes[from] += most;
    return most;
  }

  /** Bytes of one side, one after the other. */
  of(side: Side): Buffer {
    return this.#once(`${side} bytes`, () => Buffer.concat(this.chunks(side)));
  }

  chunks(side: Side): readonly Buffer[] {
    return this.#once(`${side} chunks`, () => this.said.filter(({ from }) => from === side).map(({ bytes }) => bytes));
  }

  /** One character for each byte, so that places are those of the bytes. */
  latin1(side: Side): string {
    return this.#once(`${side} latin1`, () => this.of(side).toString('latin1'));
  }

  text(side: Side): string {
    return this.#once(`${side} text`, () => this.of(side).toString('utf8'));
  }

  /** Many look at the same: it is made once, after the last `add`. */
  #once<Value>(what: string, make: () => Value): Value {
    const made = this.#made.get(what);
    // Only `make` of the same name has put it there.
    if (made !== undefined) return made as Value;
    const value = make();
    this.#made.set(what, value);
    return value;
  }
}

const sameWrite = 1_000_000n;

/** Bytes by which text is known. */
const sample = 2048;
/** Characters that people cannot read: control characters but for white space and ESC, and what is no UTF-8. */
const unreadable = /[\0-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\uFFFD]/g;

/** The share of characters that people can read, from 0 to 1, in the first few thousand. */
export function readableShare(bytes: Buffer): number {
  if (bytes.length === 0) return 0;
  // What was cut within a character is no fault of the text.
  const text = bytes.toString('utf8', 0, sample).replace(/\uFFFD{1,3}$/, '');
  return text === '' ? 0 : 1 - (text.match(unreadable)?.length ?? 0) / text.length;
}

/** Bytes of which those of text in an 8-bit encoding (cp1252, cp1255, …) can be told from random ones. */
const leastEightBit = 16;

/** Whether bytes that are no UTF-8 can be text in an 8-bit encoding: no control characters, also none from 128 on. */
export const isEightBitText = (bytes: Buffer): boolean =>
  bytes.length >= leastEightBit && !/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]/.test(bytes.toString('latin1'));

export const isReadable = (bytes: Buffer): boolean => readableShare(bytes) > 0.9;

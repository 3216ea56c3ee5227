import { Buffer } from 'node:buffer';

import type { Side } from '#lab/capture/tcp-conversation.ts';

/** Bytes that one side sent before the other answered. */
export interface Utterance {
  readonly from: Side;
  readonly bytes: Buffer;
  readonly time: bigint;
}

/** Bytes of one conversation that are examined. */
const maxBytes = 6 * 1024;
const maxUtterances = 120;
/** Bytes of one side that are examined, so that bytes of the other side are examined, too. */
const mostOfOneSide = 4 * 1024;

/** The beginning of a conversation, in the order of the capture. */
export class Dialogue {
  readonly said: Utterance[] = [];
  /** Whether this is the complete conversation. */
  whole = true;
  #bytes = { client: 0, server: 0 };
  readonly #made = new Map<string, unknown>();

  /** Copies bytes, as many as fit. `space`: bytes left for all dialogues. Returns the number of bytes copied. */
  add(from: Side, bytes: Buffer, time: bigint, space: number): number {
    this.#made.clear();
    const both = this.#bytes.client + this.#bytes.server;
    const most = Math.min(space, maxBytes - both, mostOfOneSide - this.#bytes[from], bytes.length);
    if (most <= 0 || this.said.length >= maxUtterances) {
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

  /** The bytes of one side, joined. */
  of(side: Side): Buffer {
    return this.#once(`${side} bytes`, () => Buffer.concat(this.chunks(side)));
  }

  chunks(side: Side): readonly Buffer[] {
    return this.#once(`${side} chunks`, () => this.said.filter(({ from }) => from === side).map(({ bytes }) => bytes));
  }

  /** One character per byte, so that positions are those of the bytes. */
  latin1(side: Side): string {
    return this.#once(`${side} latin1`, () => this.of(side).toString('latin1'));
  }

  text(side: Side): string {
    return this.#once(`${side} text`, () => this.of(side).toString('utf8'));
  }

  /** Cached, because it is used often; made after the last `add`. */
  #once<Value>(what: string, make: () => Value): Value {
    const made = this.#made.get(what);
    // It was stored by `make` of the same name.
    if (made !== undefined) return made as Value;
    const value = make();
    this.#made.set(what, value);
    return value;
  }
}

const sameWrite = 1_000_000n;

/** Bytes examined to recognise text. */
const sample = 2048;
/** Unreadable characters: control characters except white space and ESC, and invalid UTF-8. */
const unreadable = /[\0-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\uFFFD]/g;

/** The share of readable characters, from 0 to 1, in the first few thousand. */
export function readableShare(bytes: Buffer): number {
  if (bytes.length === 0) return 0;
  // A character cut at the end does not count.
  const text = bytes.toString('utf8', 0, sample).replace(/\uFFFD{1,3}$/, '');
  return text === '' ? 0 : 1 - (text.match(unreadable)?.length ?? 0) / text.length;
}

/** With this many bytes, text in an 8-bit encoding (cp1252, cp1255, …) can be told from random bytes. */
const leastEightBit = 16;

/**
 * Whether bytes that are not UTF-8 can be text in an 8-bit encoding: they have no control characters, also none from
 * 128 on.
 */
export const isEightBitText = (bytes: Buffer): boolean =>
  bytes.length >= leastEightBit && !/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]/.test(bytes.toString('latin1'));

export const isReadable = (bytes: Buffer): boolean => readableShare(bytes) > 0.9;

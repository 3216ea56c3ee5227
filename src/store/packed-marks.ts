import type { Seq } from '#chat/event.ts';
import { largestVarint, putVarint } from './varint.ts';

/**
 * Packs one number for each entry of a run, in which few different numbers are repeated. A known number is written as
 * its index (a varint, from 0, in order of first use); a new number as the next index, followed by the number itself.
 */
export class Marking {
  readonly #bytes: Uint8Array;
  readonly #nths = new Map<number, number>();
  /** The numbers used so far, and the seq of the last use of each. */
  readonly #known: number[] = [];
  readonly #lasts: Seq[] = [];
  /** The used length of the two lists. They are not shortened, so that the next run can use them. */
  #count = 0;
  #length = 0;

  /** `size`: the most bytes of one run. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(size + 2 * largestVarint);
  }

  get length(): number {
    return this.#length;
  }

  add(mark: number, seq: Seq): void {
    const nth = this.#nths.get(mark) ?? this.#count;
    this.#length = putVarint(this.#bytes, this.#length, nth);
    this.#lasts[nth] = seq;
    if (nth < this.#count) return;
    this.#show(mark);
    this.#length = putVarint(this.#bytes, this.#length, mark);
  }

  #show(mark: number): void {
    this.#nths.set(mark, this.#count);
    this.#known[this.#count++] = mark;
  }

  /** Continues a run with the packed marks of these seqs. */
  resume(bytes: Uint8Array, seqs: readonly Seq[]): void {
    this.clear();
    this.#bytes.set(bytes);
    this.#length = bytes.length;
    let at = 0;
    each(bytes, (nth, shown) => {
      if (shown !== undefined) this.#show(shown);
      this.#lasts[nth] = seqs[at++] ?? 0;
    });
  }

  /** Calls `take` with each number, and the seq of its last use. */
  lasts(take: (mark: number, seq: Seq) => void): void {
    for (let nth = 0; nth < this.#count; nth++) take(this.#known[nth] ?? 0, this.#lasts[nth] ?? 0);
  }

  /** The bytes so far. The next mark overwrites them. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#nths.clear();
    this.#count = 0;
    this.#length = 0;
  }
}

/** Calls `take` with the index of each entry, and with the number itself at its first use. */
function each(bytes: Uint8Array, take: (nth: number, shown: number | undefined) => void): void {
  let known = 0;
  let value = 0;
  let weight = 1;
  let isNew = false;
  for (const byte of bytes) {
    value += (byte % 128) * weight;
    weight *= 128;
    if (byte >= 128) continue;
    if (isNew) take(known++, value);
    else if (value < known) take(value, undefined);
    isNew = !isNew && value === known;
    value = 0;
    weight = 1;
  }
}

export function unmark(bytes: Uint8Array): number[] {
  const marks: number[] = [];
  const known: number[] = [];
  each(bytes, (nth, shown) => {
    if (shown !== undefined) known.push(shown);
    marks.push(known[nth] ?? 0);
  });
  return marks;
}

/** The marks as bytes. */
export function remark(marks: readonly number[]): Uint8Array {
  const marking = new Marking(marks.length * (2 * largestVarint));
  for (const mark of marks) marking.add(mark, 0);
  return marking.bytes();
}

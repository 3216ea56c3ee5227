import type { Seq } from '#chat/event.ts';
import { largestVarint, putVarint } from './varint.ts';

/**
 * Packs one number for each entry of a run, where few numbers come again and again: a varint n for the n-th number that the
 * run has shown so far, from 0 on; and for a number it has not shown yet, the next n, and then that number itself.
 */
export class Marking {
  readonly #bytes: Uint8Array;
  readonly #nths = new Map<number, number>();
  /** The numbers that it has shown, and where each of them was shown last. */
  readonly #known: number[] = [];
  readonly #lasts: Seq[] = [];
  /** So many of the two lists are in use: they keep their room for the next run. */
  #count = 0;
  #length = 0;

  /** `size`: bytes after which nothing more is added. */
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

  /** Goes on with marks that were packed before, of these seqs. */
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

  /** Calls with each number that was shown, and the seq at which it was shown last. */
  lasts(take: (mark: number, seq: Seq) => void): void {
    for (let nth = 0; nth < this.#count; nth++) take(this.#known[nth] ?? 0, this.#lasts[nth] ?? 0);
  }

  /** The bytes so far: they change with the next mark. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#nths.clear();
    this.#count = 0;
    this.#length = 0;
  }
}

/** Calls with the n of each entry, and with the number itself where it is shown for the first time. */
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

/** The same marks, as bytes. */
export function remark(marks: readonly number[]): Uint8Array {
  const marking = new Marking(marks.length * (2 * largestVarint));
  for (const mark of marks) marking.add(mark, 0);
  return marking.bytes();
}

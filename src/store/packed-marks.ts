import { largestVarint, putVarint } from './varint.ts';

/**
 * Packs one number for each entry of a run, where few numbers come again and again: a varint n for the n-th number that the
 * run has shown so far, from 0 on; and for a number it has not shown yet, the next n, and then that number itself.
 */
export class Marking {
  readonly #bytes: Uint8Array;
  readonly #known = new Map<number, number>();
  #length = 0;

  /** `size`: bytes after which nothing more is added. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(size + 2 * largestVarint);
  }

  get length(): number {
    return this.#length;
  }

  add(mark: number): void {
    const known = this.#known.get(mark);
    this.#length = putVarint(this.#bytes, this.#length, known ?? this.#known.size);
    if (known !== undefined) return;
    this.#known.set(mark, this.#known.size);
    this.#length = putVarint(this.#bytes, this.#length, mark);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  clear(): void {
    this.#known.clear();
    this.#length = 0;
  }
}

export function unmark(bytes: Uint8Array): number[] {
  const marks: number[] = [];
  const known: number[] = [];
  let value = 0;
  let weight = 1;
  let isNew = false;
  for (const byte of bytes) {
    value += (byte % 128) * weight;
    weight *= 128;
    if (byte >= 128) continue;
    if (!isNew && value === known.length) isNew = true;
    else {
      if (isNew) known.push(value);
      marks.push(isNew ? value : (known[value] ?? 0));
      isNew = false;
    }
    value = 0;
    weight = 1;
  }
  return marks;
}

/** The same marks, as bytes. */
export function remark(marks: readonly number[]): Uint8Array {
  const marking = new Marking(marks.length * (2 * largestVarint));
  for (const mark of marks) marking.add(mark);
  return marking.bytes();
}

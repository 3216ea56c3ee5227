import type { Seq } from '#chat/event.ts';
import { Marking } from './packed-marks.ts';
import { largestVarint, putVarint } from './varint.ts';

/** Rising seqs: the first one, then the gaps as varints. `marks`: a number for each seq (`packed-marks.ts`). */
export interface Packed {
  readonly first: Seq;
  readonly gaps: Uint8Array;
  readonly marks: Uint8Array;
}

/** A run is full when its gaps and marks have this many bytes. */
export const runBytes = 512;

/** The most bytes of a run. */
export const isFull = ({ gaps, marks }: Packed): boolean => gaps.length + marks.length >= runBytes;

/** Packs rising seqs and their marks into runs of roughly `runBytes`. Only one run is in memory at a time. */
export class Packer {
  readonly #gaps = new Uint8Array(runBytes + largestVarint);
  readonly #marking = new Marking(runBytes);
  readonly #emit: (run: Packed) => void;
  /** Of the continued run. */
  readonly #seqs: Seq[] = [];
  #length = 0;
  #first: Seq | undefined;
  #last: Seq = 0;

  /** `emit` is called with each full run. The next run overwrites its bytes. */
  constructor(emit: (run: Packed) => void) {
    this.#emit = emit;
  }

  /** Continues a run that was packed before, and is not full. */
  resume(run: Packed): void {
    const count = unpackInto(this.#seqs, run);
    this.#first = run.first;
    this.#last = this.#seqs[count - 1] ?? run.first;
    this.#gaps.set(run.gaps);
    this.#length = run.gaps.length;
    this.#marking.resume(run.marks, this.#seqs);
  }

  add(seq: Seq, mark: number): void {
    if (this.#first === undefined) this.#first = seq;
    else this.#length = putVarint(this.#gaps, this.#length, seq - this.#last);
    this.#last = seq;
    this.#marking.add(mark, seq);
    if (this.#length + this.#marking.length >= runBytes) this.end();
  }

  /** Emits the present run. The next seq begins another one. */
  end(): void {
    if (this.#first !== undefined) {
      const gaps = this.#gaps.subarray(0, this.#length);
      this.#emit({ first: this.#first, gaps, marks: this.#marking.bytes() });
    }
    this.#first = undefined;
    this.#length = 0;
    this.#marking.clear();
  }

  /** Calls `take` with each mark of the emitted run, and its last seq. */
  lasts(take: (mark: number, seq: Seq) => void): void {
    this.#marking.lasts(take);
  }
}

export function unpack(run: Pick<Packed, 'first' | 'gaps'>): Seq[] {
  const seqs: Seq[] = [];
  unpackInto(seqs, run);
  return seqs;
}

/** Unpacks into a list from its beginning, and returns the number of seqs. */
function unpackInto(seqs: Seq[], { first, gaps }: Pick<Packed, 'first' | 'gaps'>): number {
  let count = 0;
  let seq = first;
  let gap = 0;
  let weight = 1;
  seqs[count++] = seq;
  for (const byte of gaps) {
    gap += (byte % 128) * weight;
    weight *= 128;
    if (byte >= 128) continue;
    seqs[count++] = seq += gap;
    gap = 0;
    weight = 1;
  }
  return count;
}

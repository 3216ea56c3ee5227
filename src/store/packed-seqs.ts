import type { Seq } from '#chat/event.ts';
import { Marking } from './packed-marks.ts';
import { largestVarint, putVarint } from './varint.ts';

/** Rising seqs: the first one by itself, the others as gaps, each a varint. `marks`: a number for each (`packed-marks.ts`). */
export interface Packed {
  readonly first: Seq;
  readonly gaps: Uint8Array;
  readonly marks: Uint8Array;
}

/** Bytes of gaps and marks from which a run of seqs is long enough. */
export const runBytes = 512;

/** No more is added to a run that is this long. */
export const isFull = ({ gaps, marks }: Packed): boolean => gaps.length + marks.length >= runBytes;

/** Packs rising seqs, each with its mark, into runs of about `runBytes` each, one run at a time in memory. */
export class Packer {
  readonly #gaps = new Uint8Array(runBytes + largestVarint);
  readonly #marking = new Marking(runBytes);
  readonly #emit: (run: Packed) => void;
  /** Of the run that is resumed. */
  readonly #seqs: Seq[] = [];
  #length = 0;
  #first: Seq | undefined;
  #last: Seq = 0;

  /** `emit` is given each run as it is full. The next run overwrites its bytes. */
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

  /** Emits what there is. The next seq begins another run. */
  end(): void {
    if (this.#first !== undefined) {
      const gaps = this.#gaps.subarray(0, this.#length);
      this.#emit({ first: this.#first, gaps, marks: this.#marking.bytes() });
    }
    this.#first = undefined;
    this.#length = 0;
    this.#marking.clear();
  }

  /** Calls with each mark of the run that is emitted, and its last seq. */
  lasts(take: (mark: number, seq: Seq) => void): void {
    this.#marking.lasts(take);
  }
}

export function unpack(run: Pick<Packed, 'first' | 'gaps'>): Seq[] {
  const seqs: Seq[] = [];
  unpackInto(seqs, run);
  return seqs;
}

/** Overwrites the beginning of a list, and returns how many seqs there are. */
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

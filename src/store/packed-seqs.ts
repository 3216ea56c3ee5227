import type { Seq } from '#chat/event.ts';
import { Marking, unmark } from './packed-marks.ts';
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
  #length = 0;
  #first: Seq | undefined;
  #last: Seq = 0;

  /** `emit` is given each run as it is full; its bytes are its own. */
  constructor(emit: (run: Packed) => void) {
    this.#emit = emit;
  }

  /** Continues a run that was packed before, and is not full. */
  resume(run: Packed): void {
    this.#first = run.first;
    this.#last = unpack(run).at(-1) ?? run.first;
    this.#gaps.set(run.gaps);
    this.#length = run.gaps.length;
    for (const mark of unmark(run.marks)) this.#marking.add(mark);
  }

  add(seq: Seq, mark: number): void {
    if (this.#first === undefined) this.#first = seq;
    else this.#length = putVarint(this.#gaps, this.#length, seq - this.#last);
    this.#last = seq;
    this.#marking.add(mark);
    if (this.#length + this.#marking.length >= runBytes) this.end();
  }

  /** Emits what there is. The next seq begins another run. */
  end(): void {
    if (this.#first !== undefined) {
      this.#emit({ first: this.#first, gaps: this.#gaps.slice(0, this.#length), marks: this.#marking.bytes() });
    }
    this.#first = undefined;
    this.#length = 0;
    this.#marking.clear();
  }
}

export function unpack({ first, gaps }: Pick<Packed, 'first' | 'gaps'>): Seq[] {
  const seqs = [first];
  let seq = first;
  let gap = 0;
  let weight = 1;
  for (const byte of gaps) {
    gap += (byte % 128) * weight;
    weight *= 128;
    if (byte >= 128) continue;
    seqs.push((seq += gap));
    gap = 0;
    weight = 1;
  }
  return seqs;
}

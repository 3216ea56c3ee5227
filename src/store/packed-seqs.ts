import type { Seq } from '#chat/event.ts';

/** Rising seqs: the first one by itself, the others as gaps, each 7 bits a byte, low bits first, 128 added but to its last. */
export interface Packed {
  readonly first: Seq;
  readonly gaps: Uint8Array;
}

/** Bytes of gaps from which a run of seqs is long enough. */
export const runBytes = 512;
/** A gap below 2^53. */
const longestGap = 8;

/** Packs rising seqs into runs of about `runBytes` each, one run at a time in memory. */
export class Packer {
  readonly #gaps = new Uint8Array(runBytes + longestGap);
  readonly #emit: (run: Packed) => void;
  #length = 0;
  #first: Seq | undefined;
  #last: Seq = 0;

  /** `emit` is given each run as it is full; its bytes are its own. */
  constructor(emit: (run: Packed) => void) {
    this.#emit = emit;
  }

  /** Continues a run that was packed before, and is not full. */
  resume({ first, gaps }: Packed): void {
    this.#first = first;
    this.#last = lastOf({ first, gaps });
    this.#gaps.set(gaps);
    this.#length = gaps.length;
  }

  add(seq: Seq): void {
    if (this.#first === undefined) this.#first = seq;
    else this.#addGap(seq - this.#last);
    this.#last = seq;
    if (this.#length >= runBytes) this.end();
  }

  // A gap may be too large for bitwise operators.
  #addGap(gap: number): void {
    let rest = gap;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#gaps[this.#length++] = 128 + (rest % 128);
    this.#gaps[this.#length++] = rest;
  }

  /** Emits what there is. The next seq begins another run. */
  end(): void {
    if (this.#first !== undefined) this.#emit({ first: this.#first, gaps: this.#gaps.slice(0, this.#length) });
    this.#first = undefined;
    this.#length = 0;
  }
}

export function unpack({ first, gaps }: Packed): Seq[] {
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

const lastOf = (run: Packed): Seq => unpack(run).at(-1) ?? run.first;

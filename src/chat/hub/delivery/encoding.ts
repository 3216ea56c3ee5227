import { type Frame, joinFrames } from '#text/frames.ts';
import type { Entry } from '#chat/event.ts';
import type { Item, Runs } from '#chat/hub/format.ts';

/** A segment in one format. Empty where no entry is shown. */
export interface Encoding {
  readonly whole: readonly Item[];
  part(from: number, to: number): readonly Item[];
}

/** Entries that follow each other, from the `from`-th of the segment up to and without the `to`-th. */
interface Piece {
  readonly from: number;
  readonly to: number;
  bytes(from: number, to: number): Frame;
}

export class JoinedBytes implements Encoding {
  readonly whole: readonly Frame[];
  readonly #pieces: readonly Piece[];

  constructor(entries: readonly Entry[], render: (entry: Entry) => Frame | undefined, runs?: Runs) {
    this.#pieces = runs ? withRuns(entries, render, runs) : [new Single(0, entries.map(render))];
    this.whole = this.part(0, entries.length);
  }

  part(from: number, to: number): readonly Frame[] {
    const frames: Frame[] = [];
    for (const piece of this.#pieces) {
      if (piece.to <= from) continue;
      if (piece.from >= to) break;
      const bytes = piece.bytes(Math.max(from, piece.from), Math.min(to, piece.to));
      if (bytes.length > 0) frames.push(bytes);
    }
    return frames.length === 0 ? none : [joinFrames(frames)];
  }
}

/** Entries with separate frames. */
class Single implements Piece {
  readonly from: number;
  readonly to: number;
  /** Where each entry's bytes begin in the joined ones, and after the last, where they end. */
  readonly #offsets: number[] = [0];
  readonly #joined: Frame;

  constructor(from: number, frames: readonly (Frame | undefined)[]) {
    this.from = from;
    this.to = from + frames.length;
    let end = 0;
    for (const frame of frames) this.#offsets.push((end += frame?.length ?? 0));
    this.#joined = end > 0 ? joinFrames(frames.filter((frame) => frame !== undefined)) : empty;
  }

  bytes(from: number, to: number): Frame {
    return this.#joined.subarray(this.#offsets[from - this.from], this.#offsets[to - this.from]);
  }
}

/** Entries in one frame: those of a part of them have the same head. */
class Run implements Piece {
  readonly from: number;
  readonly to: number;
  readonly #head: Frame;
  readonly #tail: Frame;
  /** Where each part begins in the body, after its comma; and after the last part, where the next one would begin. */
  readonly #offsets: number[] = [0];
  readonly #body: Frame;

  constructor(from: number, entries: readonly Entry[], runs: Runs) {
    const { head, parts, tail } = runs.render(entries);
    this.from = from;
    this.to = from + entries.length;
    this.#head = head;
    this.#tail = tail;
    let end = 0;
    for (const part of parts) this.#offsets.push((end += part.length + 1));
    this.#body = joinFrames(parts.flatMap((part, nth) => (nth === 0 ? [part] : [comma, part])));
  }

  bytes(from: number, to: number): Frame {
    const [begin, end] = [this.#offsets[from - this.from] ?? 0, this.#offsets[to - this.from] ?? 0];
    return joinFrames([this.#head, this.#body.subarray(begin, end - 1), this.#tail]);
  }
}

function withRuns(
  entries: readonly Entry[],
  render: (entry: Entry) => Frame | undefined,
  runs: Runs,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let single = 0;
  const endSingle = (at: number): void => {
    if (single < at) pieces.push(new Single(single, entries.slice(single, at).map(render)));
  };
  for (let at = 0; at < entries.length;) {
    let end = at;
    for (let next = entries[end]; next && end - at < maxRun && runs.takes(next); next = entries[end]) end++;
    if (end - at > 1) {
      endSingle(at);
      pieces.push(new Run(at, entries.slice(at, end), runs));
      single = end;
    }
    at = Math.max(end, at + 1);
  }
  endSingle(entries.length);
  return pieces;
}

export class Items implements Encoding {
  readonly #items: readonly (Item | undefined)[];
  readonly whole: readonly Item[];

  constructor(items: readonly (Item | undefined)[]) {
    this.#items = items;
    this.whole = items.filter((item) => item !== undefined);
  }

  part(from: number, to: number): readonly Item[] {
    return this.#items.slice(from, to).filter((item) => item !== undefined);
  }
}

/** Entries of one run: a receiver can only use it once it has all of it. */
export const maxRun = 100;

const comma: Frame = new Uint8Array([0x2c]);
const empty: Frame = new Uint8Array(0);
const none: readonly Frame[] = [];

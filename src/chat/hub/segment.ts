import { type Frame, joinFrames } from '#text/frames.ts';
import type { Entry } from '#chat/event.ts';
import type { Seat } from './seat.ts';
import type { Render } from './session.ts';

/** What one batch brings to one room. Rendered once per `Render`, joined once, and the same bytes go to all who hear it. */
export class Segment {
  readonly entries: Entry[] = [];
  /** Seats that do not hear all of it, or not in one piece, and from which entry on they still have to be served. */
  readonly marks: Map<Seat, number> = new Map();
  readonly #encodings: Map<Render, Encoding> = new Map();

  get length(): number {
    return this.entries.length;
  }

  /** Only once the segment is complete. */
  encoding(render: Render): Encoding {
    const known = this.#encodings.get(render);
    if (known) return known;
    const made = new Encoding(this.entries.map((entry) => render(entry, 'other')));
    this.#encodings.set(render, made);
    return made;
  }
}

/** Part of a segment, for a seat that joined, left or spoke in it: entries `from` up to and without `to`. */
export class Slice {
  readonly segment: Segment;
  readonly from: number;
  readonly to: number;

  constructor(segment: Segment, from: number, to: number) {
    this.segment = segment;
    this.from = from;
    this.to = to;
  }
}

/** A segment's bytes for one kind of listener. */
class Encoding {
  readonly #frames: readonly (Frame | undefined)[];
  /** Where each entry's bytes begin in the joined ones, and behind the last, where they end. */
  readonly #offsets: number[] = [0];
  readonly #joined: Frame;
  /** In one piece; nothing where no entry is shown. */
  readonly whole: readonly Frame[];

  constructor(frames: readonly (Frame | undefined)[]) {
    this.#frames = frames;
    let end = 0;
    for (const frame of frames) this.#offsets.push((end += frame?.length ?? 0));
    const shown = frames.filter((frame) => frame !== undefined);
    this.#joined = shown.length > 0 ? joinFrames(shown) : empty;
    this.whole = end > 0 ? [this.#joined] : none;
  }

  /** One frame per entry, for a wire where one write is one message. */
  singles(from: number, to: number): readonly Frame[] {
    return this.#frames.slice(from, to).filter((frame) => frame !== undefined);
  }

  /** Those entries in one piece of the shared bytes. */
  piece(from: number, to: number): Frame {
    return this.#joined.subarray(this.#offsets[from] ?? 0, this.#offsets[to] ?? this.#joined.length);
  }
}

const empty: Frame = new Uint8Array(0);
const none: readonly Frame[] = [];

import { type Frame, joinFrames } from '#text/frames.ts';
import type { Entry, RoomId, Seq } from '#chat/event.ts';
import type { Format, Item } from './format.ts';

/** The entries of one batch in one room. Rendered once per `Format`, joined once, and the same bytes go to all its hearers. */
export class Segment {
  readonly entries: Entry[] = [];
  /** By seat: those that do not hear all of it, or not in one piece, and the entry from which they still have to be served. */
  readonly marks: Map<object, number> = new Map();
  readonly #room: RoomId;
  readonly #encodings: Map<Format, Encoding> = new Map();

  constructor(room: RoomId) {
    this.#room = room;
  }

  get length(): number {
    return this.entries.length;
  }

  /** The place of the last entry that changes what is unread: a message, or the removal of one; 0 if there is none. */
  get lastCounted(): Seq {
    return this.entries.findLast(({ event: { kind } }) => kind === 'message' || kind === 'redacted')?.seq ?? 0;
  }

  /** Only once the segment is complete. */
  encoding(format: Format): Encoding {
    const known = this.#encodings.get(format);
    if (known) return known;
    const made = format.joinable
      ? new JoinedBytes(this.entries.map((entry) => format.render(entry, 'other', this.#room)))
      : new Items(this.entries.map((entry) => format.render(entry, 'other', this.#room)));
    this.#encodings.set(format, made);
    return made;
  }
}

/** Part of a segment, for a seat that joined, left or spoke in it: entries `from` up to and without `to`. */
export class Slice {
  readonly segment: Segment;
  /** The seat's at that time. */
  readonly format: Format;
  readonly from: number;
  readonly to: number;

  constructor(segment: Segment, format: Format, from: number, to: number) {
    this.segment = segment;
    this.format = format;
    this.from = from;
    this.to = to;
  }

  get items(): readonly Item[] {
    return this.segment.encoding(this.format).part(this.from, this.to);
  }
}

/** A segment in one format. Empty where no entry is shown. */
interface Encoding {
  readonly whole: readonly Item[];
  part(from: number, to: number): readonly Item[];
}

class JoinedBytes implements Encoding {
  /** Where each entry's bytes begin in the joined ones, and behind the last, where they end. */
  readonly #offsets: number[] = [0];
  readonly #joined: Frame;
  readonly whole: readonly Frame[];

  constructor(frames: readonly (Frame | undefined)[]) {
    let end = 0;
    for (const frame of frames) this.#offsets.push((end += frame?.length ?? 0));
    this.#joined = end > 0 ? joinFrames(frames.filter((frame) => frame !== undefined)) : empty;
    this.whole = end > 0 ? [this.#joined] : none;
  }

  part(from: number, to: number): readonly Frame[] {
    const piece = this.#joined.subarray(this.#offsets[from] ?? 0, this.#offsets[to] ?? this.#joined.length);
    return piece.length > 0 ? [piece] : none;
  }
}

class Items implements Encoding {
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

const empty: Frame = new Uint8Array(0);
const none: readonly Frame[] = [];

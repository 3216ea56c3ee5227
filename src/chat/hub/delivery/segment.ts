import type { Entry, RoomId, Seq } from '#chat/event.ts';
import { type Encoding, Items, JoinedBytes } from './encoding.ts';
import type { Format, Item } from '#chat/hub/format.ts';

/** The entries of one batch in one room. Rendered once per `Format`, joined once, and the same bytes go to all its hearers. */
export class Segment {
  readonly entries: Entry[] = [];
  /** The place of the last entry that changes what is unread: a message, or the removal of one; 0 if there is none. */
  lastCounted: Seq = 0;
  /** Marks of seats that have a mark in another segment already: see `Outgoing.markOf`. */
  marks: Map<object, number> | undefined = undefined;
  readonly #room: RoomId;
  readonly #encodings: Map<Format, Encoding> = new Map();

  constructor(room: RoomId) {
    this.#room = room;
  }

  add(entry: Entry): void {
    this.entries.push(entry);
    const { kind } = entry.event;
    if (kind === 'message' || kind === 'redacted') this.lastCounted = entry.seq;
  }

  get length(): number {
    return this.entries.length;
  }

  /** Only once the segment is complete. */
  encoding(format: Format): Encoding {
    const known = this.#encodings.get(format);
    if (known) return known;
    const made = format.joinable
      ? new JoinedBytes(this.entries, (entry) => format.render(entry, 'other', this.#room), format.runs)
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

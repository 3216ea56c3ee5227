import { type Frame, joinFrames } from '#text/frames.ts';
import type { Entry, RoomId, RoomRef, Seq, Signal } from '#chat/event.ts';
import type { Gathered, GatheredPool } from './gathered-items.ts';
import type { Pending } from '#chat/hub/requests/pending.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { type Segment, Slice } from './segment.ts';
import type { As, Format, Item } from '#chat/hub/format.ts';

/** Called when a dialect's own code threw: our bug, and that session ends. */
export type OnBug = (error: unknown, seat: Seat) => void;

/** Collects what one delivery brings to each seat, until it is flushed with one `send` per seat. */
export class Outgoing {
  readonly #touched: Seat[] = [];
  /** How many of them were flushed. */
  #flushed = 0;
  /** How many seats were written to. */
  writes = 0;
  readonly #onBug: OnBug;
  readonly #pool: GatheredPool;
  readonly #withPlace = new Map<readonly Item[], readonly Item[]>();
  /** The last result of a look-up there: most sessions of a room need the same one, one after the other. */
  #last: { readonly items: readonly Item[]; readonly all: readonly Item[] } | undefined;

  constructor(onBug: OnBug, pool: GatheredPool) {
    this.#onBug = onBug;
    this.#pool = pool;
  }

  /** The same array for all seats that get only this. */
  share(seat: Seat, frames: readonly Item[]): void {
    const { gathered } = seat;
    if (!gathered) this.#touch(seat).shared = frames;
    else if (gathered.own) gathered.own.push(...frames);
    else {
      gathered.own = gathered.shared ? [...gathered.shared, ...frames] : [...frames];
      gathered.shared = undefined;
    }
  }

  push(seat: Seat, frame: Item): void {
    const gathered = seat.gathered ?? this.#touch(seat);
    gathered.unsent += frame.length;
    // Nearly always the only item, and an array that grows has space for 17.
    if (!gathered.own && !gathered.shared) gathered.own = [frame];
    else ownOf(gathered).push(frame);
  }

  /** The seat's later items are in another format. */
  turn(seat: Seat, format: Format): void {
    if (seat.gathered) ownOf(seat.gathered).push(new FormerFormat(seat.format));
    seat.format = format;
  }

  /**
   * The entry of a segment from which on a seat is still to be served. It is 0 for nearly all: the others do not hear all of the
   * segment, or not in one piece. Most of those are in one such room, and need no map for it.
   */
  markOf({ gathered }: Seat, segment: Segment): number {
    if (!gathered) return 0;
    return gathered.segment === segment ? gathered.mark : (segment.marks?.get(gathered) ?? 0);
  }

  /** The seat has been served all entries of the segment so far. */
  mark(seat: Seat, segment: Segment): void {
    if (segment.length === 0) return;
    const gathered = seat.gathered ?? this.#touch(seat);
    gathered.segment ??= segment;
    if (gathered.segment === segment) gathered.mark = segment.length;
    else (segment.marks ??= new Map()).set(gathered, segment.length);
  }

  slice(seat: Seat, segment: Segment, from: number, to: number): void {
    ownOf(seat.gathered ?? this.#touch(seat)).push(new Slice(segment, seat.format, from, to));
  }

  /**
   * Writes to the next `most` seats. Returns whether those were the last. `written` is called with each seat that was written to.
   * `shown`: the place reached by those that are not behind.
   */
  flush(shown: Seq, written: (seat: Seat) => void, most: number = Infinity): boolean {
    const end = Math.min(this.#flushed + most, this.#touched.length);
    for (; this.#flushed < end; this.#flushed++) {
      const seat = this.#touched[this.#flushed];
      if (seat) this.#send(seat, shown, written);
    }
    return end === this.#touched.length;
  }

  #send(seat: Seat, shown: Seq, written: (seat: Seat) => void): void {
    const { gathered } = seat;
    if (!gathered) return;
    const { shared, own = [] } = gathered;
    seat.gathered = undefined;
    this.#pool.give(gathered);
    try {
      const frames = shared ?? unfold(seat, own);
      if (frames.length === 0) return;
      this.writes++;
      const placed = seat.format.places === true && isKnown(seat);
      seat.session.send(placed ? this.#placed(seat, frames, shown) : frames);
      seat.writtenPlace = shown;
      written(seat);
    } catch (error) {
      this.#onBug(error, seat);
    }
  }

  /** Renders an entry for one seat only. Returns its size in bytes. */
  show(seat: Seat, entry: Entry, as: As, room?: RoomId): number {
    try {
      const frame = seat.format.render(entry, as, room);
      if (frame) this.push(seat, frame);
      return frame?.length ?? 0;
    } catch (error) {
      this.#onBug(error, seat);
      return 0;
    }
  }

  /** Renders a signal for one seat only. */
  tell(seat: Seat, signal: Signal): void {
    try {
      const frame = seat.format.render(signal, 'other');
      if (frame) this.push(seat, frame);
    } catch (error) {
      this.#onBug(error, seat);
    }
  }

  /** Renders for a whole group. If rendering throws, all sessions of the group are ended. */
  render(format: Format, entry: Entry, seats: Iterable<Seat>, room?: RoomId): Item | undefined {
    try {
      return format.render(entry, 'other', room);
    } catch (error) {
      for (const seat of seats) this.#onBug(error, seat);
      return undefined;
    }
  }

  /** Renders a room's bytes for one format. If rendering throws, all sessions that should have had them are ended. */
  encode(segment: Segment, format: Format, seats: ReadonlySet<Seat>): readonly Item[] {
    try {
      return segment.encoding(format).whole;
    } catch (error) {
      for (const seat of seats) this.#onBug(error, seat);
      return [];
    }
  }

  /** Asks a session for its answer: an error thrown by the dialect's code ends that session and nothing else. */
  ask(seat: Seat, pending: Pending, place: Seq): Item | undefined {
    try {
      return pending.give(place);
    } catch (error) {
      this.#onBug(error, seat);
      return undefined;
    }
  }

  renamed(seat: Seat, name: string, before: string): void {
    try {
      seat.session.roomRenamed?.(name, before);
    } catch (error) {
      this.#onBug(error, seat);
    }
  }

  hears(seat: Seat, room: RoomRef): boolean {
    try {
      return seat.format.hears(room);
    } catch (error) {
      this.#onBug(error, seat);
      return false;
    }
  }

  /** Adds the place that the session has reached, if it was not told yet; the same array for all sessions with the same items. */
  #placed(seat: Seat, items: readonly Item[], shown: Seq): readonly Item[] {
    const upto = seat.behind ? seat.behind.first.reached : shown;
    if (seat.toldPlace === upto) return items;
    seat.toldPlace = upto;
    if (seat.behind) return withPlace(seat.format, items, upto);
    if (this.#last?.items === items) return this.#last.all;
    const all = this.#withPlace.get(items) ?? withPlace(seat.format, items, upto);
    this.#withPlace.set(items, all);
    this.#last = { items, all };
    return all;
  }

  #touch(seat: Seat): Gathered {
    this.#touched.push(seat);
    return (seat.gathered = this.#pool.take());
  }
}

function ownOf(gathered: Gathered): (Item | Slice)[] {
  if (gathered.own) return gathered.own;
  gathered.own = gathered.shared ? [...gathered.shared] : [];
  gathered.shared = undefined;
  return gathered.own;
}

/** Marks that the items before it in a batch were for the session's former format. */
class FormerFormat {
  readonly length = 0;
  readonly format: Format;

  constructor(format: Format) {
    this.format = format;
  }
}

/** Slices are turned into bytes once their segments are complete. */
function unfold(seat: Seat, pieces: readonly (Item | Slice)[]): readonly Item[] {
  if (pieces.every(isItem)) return joined(pieces, seat.format);
  let items: Item[] = [];
  for (const piece of pieces) {
    if (piece instanceof Slice) items.push(...piece.items);
    else if (piece instanceof FormerFormat) items = [...joined(items, piece.format)];
    else items.push(piece);
  }
  return joined(items, seat.format);
}

function joined(items: readonly Item[], format: Format): readonly Item[] {
  return format.joinable && items.length > 1 ? [joinFrames(items.filter(isFrame))] : items;
}

function withPlace(format: Format, items: readonly Item[], upto: Seq): readonly Item[] {
  const place = format.render({ kind: 'place', upto }, 'other');
  return place ? joined([...items, place], format) : items;
}

/** Whether the seat has logged in once. Others are not told places, which would show how much happens on the server. */
const isKnown = ({ user, toldPlace }: Seat): boolean => user !== 0 || toldPlace !== 0;

const isItem = (piece: Item | Slice): piece is Item => !(piece instanceof Slice || piece instanceof FormerFormat);

const isFrame = (item: Item): item is Frame => item instanceof Uint8Array;

import { inboxOf } from '#chat/ports.ts';
import type { Entry, Millis, RoomId, Seq, UserId } from '#chat/event.ts';
import { inboxMark, type Mark, markOfEntry, noMark } from './entry-marks.ts';
import { TimeSpan } from './time-span.ts';

const none: readonly Seq[] = [];
const nobody: readonly UserId[] = [];
/** An index that no place has. */
const nowhere = -1;
/** Number of places allocated at first; doubled when needed. */
const fewPlaces = 8192;

/** What is being put into the index, a few rooms in each batch. */
interface Leaving {
  /** Its last seq. */
  readonly upto: Seq;
  /** Its rooms and inboxes, in ascending order; those from `next` on are not in the index yet. */
  readonly rooms: Float64Array;
  next: number;
  readonly places: number;
  readonly times: TimeSpan;
}

/**
 * The seqs of each room and inbox that are not in the index yet. Numbers instead of entries, because long-lived objects
 * cost time in the garbage collector. There is a place for each entry of a room or inbox: its seq, its mark, and the
 * previous place of the same room.
 */
export class Tail {
  #seqs = new Float64Array(fewPlaces);
  #marks = new Float64Array(fewPlaces);
  #before = new Int32Array(fewPlaces);
  #places = 0;
  /** The last place of each room and inbox. */
  readonly #last = new Map<RoomId, number>();
  /** The range of times of all entries, including those without a room, that are not leaving. */
  #times = new TimeSpan();
  #size = 0;
  #leaving: Leaving | undefined;

  /** Entries that are not leaving. */
  get size(): number {
    return this.#size;
  }

  /** Number of places, those of leaving entries included. */
  get places(): number {
    return this.#places;
  }

  get leaving(): Leaving | undefined {
    return this.#leaving;
  }

  /** Whether it may have entries of this range of times. */
  overlaps(since: Millis, until: Millis): boolean {
    const spans = this.#leaving ? [this.#leaving.times, this.#times] : [this.#times];
    return spans.some(({ least, greatest }) => greatest >= since && least <= until);
  }

  /** All entries so far, up to this one, are put into the index from now on. */
  leave(upto: Seq): void {
    const rooms = Float64Array.from(this.#last.keys()).sort();
    this.#leaving = { upto, rooms, next: 0, places: this.#places, times: this.#times };
    this.#times = new TimeSpan();
    this.#size = 0;
  }

  /** All leaving rooms are in the index, and were cut. */
  left(): void {
    const { places = 0 } = this.#leaving ?? {};
    this.#leaving = undefined;
    for (const list of [this.#seqs, this.#marks, this.#before]) list.copyWithin(0, places, this.#places);
    this.#places -= places;
    for (let place = 0; place < this.#places; place++) {
      const before = this.#before[place] ?? nowhere;
      if (before !== nowhere) this.#before[place] = before - places;
    }
    for (const [room, place] of this.#last) this.#last.set(room, place - places);
  }

  /** Removes the entries of a room up to this one. */
  cut(room: RoomId, upto: Seq): void {
    let place = this.#last.get(room) ?? nowhere;
    if (place === nowhere) return;
    if ((this.#seqs[place] ?? 0) <= upto) {
      this.#last.delete(room);
      return;
    }
    const previous = (): number => this.#before[place] ?? nowhere;
    while (previous() !== nowhere && (this.#seqs[previous()] ?? 0) > upto) place = previous();
    this.#before[place] = nowhere;
  }

  /** The rooms and inboxes of all entries. */
  get rooms(): Iterable<RoomId> {
    return this.#last.keys();
  }

  /**
   * Seqs must rise. An entry without a room is in no history. `inboxes`: the accounts that also have it in their inbox.
   */
  add(entry: Entry, inboxes: readonly UserId[] = nobody): void {
    this.#size++;
    this.#times.add(entry);
    if (!entry.room) return;
    this.#put(entry.room.id, entry.seq, markOfEntry(entry));
    for (const account of inboxes) this.#put(inboxOf(account), entry.seq, inboxMark(entry.room.id));
  }

  #put(room: RoomId, seq: Seq, mark: Mark): void {
    const place = this.#places++;
    if (place === this.#seqs.length) this.#grow();
    this.#seqs[place] = seq;
    this.#marks[place] = mark;
    this.#before[place] = this.#last.get(room) ?? nowhere;
    this.#last.set(room, place);
  }

  #grow(): void {
    const [seqs, marks, before] = [this.#seqs, this.#marks, this.#before];
    this.#seqs = new Float64Array(2 * seqs.length);
    this.#marks = new Float64Array(2 * seqs.length);
    this.#before = new Int32Array(2 * seqs.length);
    this.#seqs.set(seqs);
    this.#marks.set(marks);
    this.#before.set(before);
  }

  clear(): void {
    this.#last.clear();
    this.#times = new TimeSpan();
    this.#leaving = undefined;
    this.#places = 0;
    this.#size = 0;
  }

  /** The first `limit` seqs of a room with `after < seq < before`. */
  first(room: RoomId, after: Seq, before: Seq, limit: number): readonly Seq[] {
    const seqs = this.last(room, after, before, Infinity);
    return seqs.length > limit ? seqs.slice(0, limit) : seqs;
  }

  /** The last `limit` of them, also rising. */
  last(room: RoomId, after: Seq, before: Seq, limit: number): readonly Seq[] {
    let place = this.#last.get(room) ?? nowhere;
    if (place === nowhere) return none;
    const seqs: Seq[] = [];
    for (; place !== nowhere && seqs.length < limit; place = this.#before[place] ?? nowhere) {
      const seq = this.#seqs[place] ?? 0;
      if (seq <= after) break;
      if (seq < before) seqs.push(seq);
    }
    return seqs.reverse();
  }

  /** The marks of all entries of a room, the last one first, with their seqs, until `take` returns false. */
  backward(room: RoomId, take: (seq: Seq, mark: Mark) => boolean): void {
    let place = this.#last.get(room) ?? nowhere;
    while (place !== nowhere && take(this.#seqs[place] ?? 0, this.#marks[place] ?? noMark)) {
      place = this.#before[place] ?? nowhere;
    }
  }

  /** Changes the mark of an entry of a room. False when the tail does not contain it. */
  mark(room: RoomId, seq: Seq, mark: Mark): boolean {
    let place = this.#last.get(room) ?? nowhere;
    while (place !== nowhere && (this.#seqs[place] ?? 0) > seq) place = this.#before[place] ?? nowhere;
    if (place === nowhere || this.#seqs[place] !== seq) return false;
    this.#marks[place] = mark;
    return true;
  }
}

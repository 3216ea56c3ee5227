import { inboxOf } from '#chat/ports.ts';
import type { Entry, RoomId, Seq, UserId } from '#chat/event.ts';
import { TimeSpan } from './time-span.ts';

const none: readonly Seq[] = [];
const nobody: readonly UserId[] = [];
/** An index no place has. */
const nowhere = -1;
/** Number of places allocated at first; doubled when needed. */
const fewPlaces = 8192;

/**
 * The seqs of each room and inbox that are not in the index yet. Numbers instead of entries: long-lived objects cost the
 * garbage collector. A place for each entry of a room or inbox: its seq, and the place before it of the same room.
 */
export class Tail {
  #seqs = new Float64Array(fewPlaces);
  #before = new Int32Array(fewPlaces);
  #places = 0;
  /** The last place of each room and inbox. */
  readonly #last = new Map<RoomId, number>();
  /** The range of their times, including those without a room. */
  readonly times: TimeSpan = new TimeSpan();
  #size = 0;

  /** Entries since the index was last written. */
  get size(): number {
    return this.#size;
  }

  /** Rooms and inboxes they are of, rising. */
  get rooms(): Float64Array {
    return Float64Array.from(this.#last.keys()).sort();
  }

  /** Seqs must rise. An entry without a room is in no room's history. `inboxes`: the accounts that find it there too. */
  add(entry: Entry, inboxes: readonly UserId[] = nobody): void {
    this.#size++;
    this.times.add(entry);
    if (!entry.room) return;
    this.#put(entry.room.id, entry.seq);
    for (const account of inboxes) this.#put(inboxOf(account), entry.seq);
  }

  #put(room: RoomId, seq: Seq): void {
    const place = this.#places++;
    if (place === this.#seqs.length) this.#grow();
    this.#seqs[place] = seq;
    this.#before[place] = this.#last.get(room) ?? nowhere;
    this.#last.set(room, place);
  }

  #grow(): void {
    const [seqs, before] = [this.#seqs, this.#before];
    this.#seqs = new Float64Array(2 * seqs.length);
    this.#before = new Int32Array(2 * seqs.length);
    this.#seqs.set(seqs);
    this.#before.set(before);
  }

  clear(): void {
    this.#last.clear();
    this.times.clear();
    this.#places = 0;
    this.#size = 0;
  }

  /** The first `limit` seqs of a room with `after < seq < before`. */
  first(room: RoomId, after: Seq, before: Seq, limit: number): readonly Seq[] {
    const seqs = this.last(room, after, before, Infinity);
    return seqs.length > limit ? seqs.slice(0, limit) : seqs;
  }

  /** The last `limit` of them, rising too. */
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
}

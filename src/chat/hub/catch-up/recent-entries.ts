import type { Entry, RoomId, Seq } from '#chat/event.ts';

/** Number of entries that are kept. */
export const maxRecent = 16_384;

/** An entry that is in no room's history, and the rooms it concerned. */
export interface RecentEntry {
  readonly entry: Entry;
  readonly rooms: readonly RoomId[];
  /** It is shown in each of them. */
  readonly each: boolean;
  /** Its user's own sessions always hear it, not only those that hear one of its rooms. */
  readonly own: boolean;
}

/**
 * The last entries that are in no room's history: arrivals, departures, changes of name. For sessions that are behind, and
 * only while there are any.
 */
export class RecentEntries {
  #entries: RecentEntry[] = [];
  #first = 0;
  /** Everything after this place is here. */
  #from: Seq = 0;

  /** A session is behind from this place on, and none was before. */
  begin(from: Seq): void {
    this.#entries = [];
    this.#first = 0;
    this.#from = from;
  }

  add(recent: RecentEntry): void {
    this.#entries.push(recent);
    if (this.#entries.length - this.#first <= maxRecent) return;
    this.#from = this.#entries[this.#first]?.entry.seq ?? this.#from;
    this.#first++;
    if (this.#first < maxRecent) return;
    this.#entries = this.#entries.slice(this.#first);
    this.#first = 0;
  }

  /** Whether nothing after that place is missing. */
  covers(after: Seq): boolean {
    return after >= this.#from;
  }

  /** Those with `after < seq <= upto`. */
  between(after: Seq, upto: Seq): readonly RecentEntry[] {
    let low = this.#first;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.entry.seq ?? Infinity) <= after) low = middle + 1;
      else high = middle;
    }
    const found: RecentEntry[] = [];
    for (let at = low; at < this.#entries.length; at++) {
      const each = this.#entries[at];
      if (!each || each.entry.seq > upto) break;
      found.push(each);
    }
    return found;
  }
}

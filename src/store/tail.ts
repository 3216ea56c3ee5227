import { inboxOf } from '#chat/ports.ts';
import type { Entry, RoomId, Seq, UserId } from '#chat/event.ts';
import { TimeSpan } from './time-span.ts';

const none: readonly Entry[] = [];
const nobody: readonly UserId[] = [];

/**
 * The entries of each room and inbox that are not in the index yet, at hand. It is they that most readers ask for: a
 * room's last entries, and what a session missed while it was away.
 */
export class Tail {
  readonly #rooms = new Map<RoomId, Entry[]>();
  /** Between which times they are, those without a room too. */
  readonly times: TimeSpan = new TimeSpan();
  #size = 0;
  #text = 0;
  #inboxes = 0;

  /** Entries since the index was last written. */
  get size(): number {
    return this.#size;
  }

  /** Characters of text they hold. */
  get text(): number {
    return this.#text;
  }

  /** How often one of them is in an inbox. */
  get inboxes(): number {
    return this.#inboxes;
  }

  /** Rooms they are of. */
  get rooms(): number {
    return this.#rooms.size;
  }

  /** Seqs must rise. An entry without a room is in no room's history. `inboxes`: the accounts that find it there too. */
  add(entry: Entry, inboxes: readonly UserId[] = nobody): void {
    this.#size++;
    this.times.add(entry);
    if (entry.event.kind === 'message') this.#text += entry.event.text.length;
    if (!entry.room) return;
    this.#put(entry.room.id, entry);
    this.#inboxes += inboxes.length;
    for (const account of inboxes) this.#put(inboxOf(account), entry);
  }

  #put(room: RoomId, entry: Entry): void {
    const held = this.#rooms.get(room);
    if (held) held.push(entry);
    else this.#rooms.set(room, [entry]);
  }

  clear(): void {
    this.#rooms.clear();
    this.times.clear();
    this.#size = 0;
    this.#text = 0;
    this.#inboxes = 0;
  }

  /** The first `limit` entries of a room with `after < seq < before`. */
  first(room: RoomId, after: Seq, before: Seq, limit: number): readonly Entry[] {
    const held = this.#rooms.get(room);
    if (!held) return none;
    const start = indexAfter(held, after);
    return held.slice(start, Math.min(start + limit, indexFrom(held, before)));
  }

  /** The last `limit` of them, in rising seq. */
  last(room: RoomId, after: Seq, before: Seq, limit: number): readonly Entry[] {
    const held = this.#rooms.get(room);
    if (!held) return none;
    const end = indexFrom(held, before);
    return held.slice(Math.max(end - limit, Math.min(indexAfter(held, after), end)), end);
  }
}

/** Where the first entry stands whose seq is `seq` or greater. */
function indexFrom(entries: readonly Entry[], seq: Seq): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry && entry.seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

const indexAfter = (entries: readonly Entry[], seq: Seq): number => indexFrom(entries, seq + 1);

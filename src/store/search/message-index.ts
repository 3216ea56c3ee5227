import type { DatabaseSync } from 'node:sqlite';
import type { Entry, Event, Millis, RoomId, Seq } from '#chat/event.ts';
import { fold } from '#chat/names/names.ts';
import type { Find, Found } from '#chat/search/search-index.ts';
import { joinedWords } from '#text/words.ts';
import { inboxTag, nameTag, roomTag } from './expression.ts';
import { findMessages } from './find-messages.ts';
import type { LogSource } from './log-source.ts';
import { WordTables } from './word-tables.ts';

/** Messages and changes of messages indexed in one transaction. More cost less for each, but delay a search longer. */
const pageSize = 2000;
/** Places in the order read in one transaction: entries of other kinds are skipped, which takes time too. */
const placesAtOnce = 100_000;
/** Number of direct rooms whose users are cached. */
const cachedPairs = 4096;

export interface MessageIndexOptions {
  /** The index, in its own database. */
  readonly db: DatabaseSync;
  readonly log: LogSource;
  /** Places in the order for each table of words. */
  readonly seqs: number;
  /** A monotonic clock in ms, to bound the work for one answer. */
  readonly elapsed: () => Millis;
}

/** Indexes the log, and finds messages. Synchronous: on a server it runs on a separate thread. */
export class MessageIndex {
  readonly #options: MessageIndexOptions;
  readonly #tables: WordTables;
  readonly #pairs = new Map<RoomId, string>();
  #upto: Seq;
  #epoch: string;

  constructor(options: MessageIndexOptions) {
    this.#options = options;
    this.#tables = new WordTables(options.db, options.seqs);
    ({ epoch: this.#epoch, upto: this.#upto } = this.#tables.place());
  }

  /** The log is indexed up to this place. */
  get upto(): Seq {
    return this.#upto;
  }

  /** Whether this is an index of the log whose last entry is at `shown`. */
  belongs(epoch: string, shown: Seq): boolean {
    return this.#upto === 0 || (this.#epoch === epoch && this.#upto <= shown);
  }

  /** Indexes the next entries up to a place, in one transaction. False when all are indexed. */
  takeIn(epoch: string, shown: Seq): boolean {
    if (this.#upto >= shown) return false;
    const end = Math.min(shown, this.#upto + placesAtOnce);
    const entries = this.#options.log.textChanges(this.#upto, end, pageSize);
    const upto = entries.length < pageSize ? end : (entries.at(-1)?.seq ?? end);
    this.#inTransaction(() => {
      for (const entry of entries) this.#take(entry);
      this.#tables.moveTo(epoch, upto);
      // Merging a complete table halves its size.
      const [before, now] = [this.#tables.numberOf(this.#upto), this.#tables.numberOf(upto)];
      if (now > before) this.#tables.merge(before);
    });
    [this.#epoch, this.#upto] = [epoch, upto];
    return upto < shown;
  }

  /** Erases the words of edited and removed messages. False when there are none. */
  dropStale(): boolean {
    const [number] = this.#tables.stale();
    if (number === undefined) return false;
    this.#inTransaction(() => this.#tables.merge(number));
    return true;
  }

  #inTransaction(work: () => void): void {
    const { db } = this.#options;
    db.exec('BEGIN IMMEDIATE');
    try {
      work();
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }

  #take(entry: Entry): void {
    const changed = changedBy(entry.event);
    if (changed === undefined) return this.#add(entry);
    // The message is indexed in this transaction, with its current text.
    if (changed > this.#upto) return;
    this.#tables.remove(changed);
    const now = this.#options.log.entry(changed);
    if (now) this.#add(now);
  }

  /** A removed message has no words. */
  #add({ seq, from, room, event }: Entry): void {
    if (event.kind === 'message' && room && event.text !== '') {
      this.#tables.add(seq, joinedWords(event.text), `${this.#tagsOf(room.id)} ${nameTag(fold(from.name))}`);
    }
  }

  #tagsOf(room: RoomId): string {
    const known = this.#pairs.get(room);
    if (known !== undefined) return known;
    const pair = this.#options.log.room(room)?.pair;
    const tags = [roomTag(room), ...(pair ?? []).map(inboxTag)].join(' ');
    if (this.#pairs.size === cachedPairs) this.#pairs.clear();
    this.#pairs.set(room, tags);
    return tags;
  }

  /** Finds messages, the newest or the best first. The number examined is bounded: see `Found.next`. */
  find(find: Find): Found {
    return findMessages({ ...this.#options, tables: this.#tables }, find);
  }
}

/** The message whose text an entry has changed or removed. */
const changedBy = (event: Event): Seq | undefined =>
  'target' in event && typeof event.target === 'number' ? event.target : undefined;

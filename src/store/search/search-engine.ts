import type { Millis, Seq } from '#chat/event.ts';
import type { Find, Found } from '#chat/search/search-index.ts';
import { isDamaged } from '#store/store-error.ts';
import type { MessageIndex } from './message-index.ts';

export interface OpenIndex {
  readonly index: MessageIndex;
  close(): void;
}

export interface SearchEngineOptions {
  /** `anew`: removes the existing index first. */
  readonly open: (anew: boolean) => OpenIndex;
  /** Runs a function after other waiting work. */
  readonly nextTurn: (call: () => void) => void;
  /** Runs a function once after `ms`; the returned function cancels it. */
  readonly later: (ms: Millis, call: () => void) => () => void;
  /** Called with a sentence for the operator. */
  readonly warn: (sentence: string) => void;
}

/** Pages of the log indexed before a search, at most: some seconds of a busy chat. */
const pagesBefore = 25;
/** The interval in ms at which removed words are erased: each time takes some 50 ms of the thread. */
const staleFor: Millis = 5000;
/** After a failed write, the next attempt is made after this time, in ms. */
const retryAfter: Millis = 60_000;

/**
 * Indexes new entries of the log, and answers searches. A damaged index is created again. If the index cannot be
 * written, for example on a full disk, a later attempt is made.
 */
export class SearchEngine {
  readonly #options: SearchEngineOptions;
  #open: OpenIndex | undefined;
  #epoch = '';
  #shown: Seq = 0;
  #working = false;
  #held = false;
  #failing = false;
  #closed = false;
  #cancelTimer: (() => void)[] = [];

  constructor(options: SearchEngineOptions) {
    this.#options = options;
  }

  /** The last shown place. */
  follow(epoch: string, shown: Seq): void {
    [this.#epoch, this.#shown] = [epoch, shown];
    this.#held = false;
    this.#work();
  }

  /** Pauses indexing until the next `follow`. A search still indexes what it needs. */
  hold(): void {
    this.#held = true;
  }

  /** Throws an `Error` if the index cannot be read. */
  find(find: Find): Found {
    return this.#attempt(() => {
      const { index } = this.#current();
      for (let page = 0; page < pagesBefore && !this.#failing; page++) {
        if (!index.takeIn(this.#epoch, this.#shown)) break;
      }
      return index.find(find);
    });
  }

  /** Whether everything shown is indexed, and no words have to be erased. */
  get idle(): boolean {
    return !this.#working;
  }

  close(): void {
    this.#closed = true;
    for (const cancelTimer of this.#cancelTimer.splice(0)) cancelTimer();
    this.#open?.close();
    this.#open = undefined;
  }

  #current(): OpenIndex {
    if (this.#open && this.#open.index.belongs(this.#epoch, this.#shown)) return this.#open;
    // The index belongs to another order, or to a longer log than the present one.
    const anew = this.#open !== undefined;
    this.#open?.close();
    this.#open = undefined;
    this.#open = this.#options.open(anew);
    return anew || this.#open.index.belongs(this.#epoch, this.#shown) ? this.#open : this.#current();
  }

  #work(): void {
    if (this.#working || this.#closed || this.#failing) return;
    this.#working = true;
    this.#options.nextTurn(() => this.#step());
  }

  #step(): void {
    this.#working = false;
    if (this.#closed || this.#held) return;
    try {
      const more = this.#attempt(() => this.#current().index.takeIn(this.#epoch, this.#shown));
      if (more) this.#work();
      else this.#after(staleFor, () => this.#dropStale());
    } catch (error) {
      this.#failing = true;
      this.#options.warn(`Messages cannot be added to the search index (${reason(error)}); the chat continues.`);
      this.#after(retryAfter, () => {
        this.#failing = false;
        this.#work();
      });
    }
  }

  #dropStale(): void {
    try {
      if (this.#attempt(() => this.#open?.index.dropStale() ?? false)) this.#after(0, () => this.#dropStale());
    } catch (error) {
      this.#options.warn(`Words of removed messages cannot be erased from the search index (${reason(error)}).`);
    }
  }

  /** One timer at a time. */
  #after(ms: Millis, call: () => void): void {
    if (this.#cancelTimer.length > 0) return;
    this.#cancelTimer = [
      this.#options.later(ms, () => {
        this.#cancelTimer = [];
        if (!this.#closed) call();
      }),
    ];
  }

  /** If the index is damaged, creates it again and repeats the work once. */
  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isDamaged(error)) throw error;
      this.#options.warn(`The search index is damaged and is created again (${reason(error)}).`);
      this.#open?.close();
      this.#open = undefined;
      this.#open = this.#options.open(true);
      return work();
    }
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

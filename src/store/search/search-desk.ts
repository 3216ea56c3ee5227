import type { Millis, Seq } from '#chat/event.ts';
import type { Find, Found } from '#chat/search/search-index.ts';
import { isDamaged } from '#store/store-error.ts';
import type { MessageIndex } from './message-index.ts';

/** An index that is open. */
export interface OpenIndex {
  readonly index: MessageIndex;
  close(): void;
}

export interface SearchDeskOptions {
  /** `anew`: what is there is removed first. */
  readonly open: (anew: boolean) => OpenIndex;
  /** Calls after other work has had its turn. */
  readonly nextTurn: (call: () => void) => void;
  /** Calls once after `ms`; the returned function cancels it. */
  readonly later: (ms: Millis, call: () => void) => () => void;
  /** A sentence for the operator. */
  readonly warn: (sentence: string) => void;
}

/** Pages of the log that are taken in before a search, at most: what a busy chat says in some seconds. */
const pagesBefore = 25;
/** How long words that must be gone may stay, in ms: each time costs some 50 ms of the thread. */
const staleFor: Millis = 5000;
/** When the index cannot be written, it is tried again after this time, in ms. */
const retryAfter: Millis = 60_000;

/**
 * Keeps the index behind the log and answers searches. A damaged index is made anew. When it cannot be written, as on a full
 * disk, it stays behind, and is tried again later.
 */
export class SearchDesk {
  readonly #options: SearchDeskOptions;
  #open: OpenIndex | undefined;
  #epoch = '';
  #shown: Seq = 0;
  #working = false;
  #held = false;
  #failing = false;
  #closed = false;
  #callOff: (() => void)[] = [];

  constructor(options: SearchDeskOptions) {
    this.#options = options;
  }

  /** Entries up to there are shown. */
  follow(epoch: string, shown: Seq): void {
    [this.#epoch, this.#shown] = [epoch, shown];
    this.#held = false;
    this.#work();
  }

  /** Pauses until the next `follow`; a search takes in what it needs all the same. */
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

  /** Whether everything shown is in the index, and nothing in it must be gone. */
  get idle(): boolean {
    return !this.#working;
  }

  close(): void {
    this.#closed = true;
    for (const callOff of this.#callOff.splice(0)) callOff();
    this.#open?.close();
    this.#open = undefined;
  }

  #current(): OpenIndex {
    if (this.#open && this.#open.index.belongs(this.#epoch, this.#shown)) return this.#open;
    // An index of another order, or of a longer log than there is now, cannot be followed.
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
      this.#options.warn(`Messages cannot be put into the search index (${reason(error)}); the chat goes on.`);
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
      this.#options.warn(`Words of removed messages stay in the search index (${reason(error)}).`);
    }
  }

  /** One timer at a time. */
  #after(ms: Millis, call: () => void): void {
    if (this.#callOff.length > 0) return;
    this.#callOff = [
      this.#options.later(ms, () => {
        this.#callOff = [];
        if (!this.#closed) call();
      }),
    ];
  }

  /** If the index proves to be damaged, makes it anew and tries once more. */
  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isDamaged(error)) throw error;
      this.#options.warn(`The search index is damaged and is made anew (${reason(error)}).`);
      this.#open?.close();
      this.#open = undefined;
      this.#open = this.#options.open(true);
      return work();
    }
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

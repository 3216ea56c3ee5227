import { Worker } from 'node:worker_threads';
import type { Seq } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import type { Find, Found, SearchIndex } from '#chat/search/search-index.ts';

/** Messages to the thread. */
export type ToSearch =
  /** The chat is busy: indexing pauses until the next of these messages. */
  | { readonly kind: 'hold' }
  | { readonly kind: 'follow'; readonly epoch: string; readonly shown: Seq }
  | { readonly kind: 'find'; readonly ask: number; readonly epoch: string; readonly shown: Seq; readonly find: Find }
  | { readonly kind: 'close' };

/** Messages from it. */
export type FromSearch =
  | { readonly kind: 'found'; readonly ask: number; readonly found: Found }
  | { readonly kind: 'failed'; readonly ask: number; readonly error: string }
  | { readonly kind: 'warning'; readonly sentence: string };

/** The files of the thread: the log, which it only reads, and the index. */
export interface SearchFiles {
  readonly log: string;
  readonly index: string;
}

export interface SearchThreadOptions {
  readonly files: SearchFiles;
  readonly clock: Pick<Clock, 'after'>;
  readonly warn: (sentence: string) => void;
}

/**
 * The thread learns of new entries when no entry has come for this many ms, or when the first of them is this old: so
 * messages are indexed while the chat is quiet, and in large portions, which cost less. A search learns of all entries
 * at once.
 */
const quietFor = 1000;
const latest = 15_000;

/** Runs the index on a separate thread, which is started when there is work. Only a search keeps the process alive. */
export class SearchThread implements SearchIndex {
  readonly #options: SearchThreadOptions;
  readonly #asked = new Map<number, PromiseWithResolvers<Found>>();
  #worker: Worker | undefined;
  #asks = 0;
  #epoch = '';
  #shown: Seq = 0;
  #cancelTimer: (() => void) | undefined;
  #closed = false;
  /** Pauses indexing, if the thread still does that: somebody has sent a message. */
  #mayHold = false;

  constructor(options: SearchThreadOptions) {
    this.#options = options;
  }

  follow(epoch: string, shown: Seq): void {
    [this.#epoch, this.#shown] = [epoch, shown];
    if (this.#cancelTimer !== undefined || this.#closed) return;
    if (this.#mayHold) this.#tell({ kind: 'hold' });
    this.#look(shown, 0);
  }

  /**
   * Waits until no more entries come. `seen`: the shown place at the last check; `waited`: ms since the first check.
   */
  #look(seen: Seq, waited: number): void {
    this.#cancelTimer = this.#options.clock.after(quietFor, () => {
      const now = waited + quietFor;
      if (this.#shown !== seen && now < latest) return this.#look(this.#shown, now);
      this.#cancelTimer = undefined;
      // In a chat that is never quiet, indexing must still make progress.
      this.#mayHold = this.#shown === seen;
      this.#tell({ kind: 'follow', epoch: this.#epoch, shown: this.#shown });
    });
  }

  find(find: Find): Promise<Found> {
    if (this.#closed) return Promise.reject(new Error('the index is closed'));
    const asked = Promise.withResolvers<Found>();
    const ask = ++this.#asks;
    this.#asked.set(ask, asked);
    this.#started().ref();
    this.#tell({ kind: 'find', ask, epoch: this.#epoch, shown: this.#shown, find });
    return asked.promise;
  }

  /** Waits until the thread has closed its connections. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer?.();
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage({ kind: 'close' } satisfies ToSearch);
    await ended;
  }

  #tell(message: ToSearch): void {
    this.#started().postMessage(message);
  }

  #started(): Worker {
    return (this.#worker ??= this.#start());
  }

  #start(): Worker {
    const program = new URL(import.meta.resolve('#store/search/search-worker.ts'));
    // Options for the main program, such as `--input-type`, are not passed on.
    const worker = new Worker(program, { workerData: this.#options.files, execArgv: [] });
    worker.unref();
    worker.on('message', (message: FromSearch) => this.#take(message));
    worker.on('error', (error) => this.#ended(new Error('the search thread has failed', { cause: error })));
    worker.on('exit', () => this.#ended(new Error('the search thread has ended')));
    return worker;
  }

  #take(message: FromSearch): void {
    if (message.kind === 'warning') return this.#options.warn(message.sentence);
    const asked = this.#asked.get(message.ask);
    this.#asked.delete(message.ask);
    if (this.#asked.size === 0) this.#worker?.unref();
    if (message.kind === 'found') asked?.resolve(message.found);
    else asked?.reject(new Error(message.error));
  }

  /** The next request starts another thread. */
  #ended(error: Error): void {
    this.#worker = undefined;
    for (const asked of this.#asked.values()) asked.reject(error);
    this.#asked.clear();
  }
}

import { Worker } from 'node:worker_threads';
import type { Peer } from '#link/link.ts';
import type { TapPoint } from '#link/tap.ts';
import { type Log, stackOf } from '#server/log.ts';
import type { AddressChoice } from './shown-addresses.ts';
import type { Place } from './capture-event.ts';
import { CaptureError } from './capture-error.ts';
import type { CaptureAnswer, CaptureRequest, FileRequest, FromThread, ToThread, Written } from './capture-thread.ts';
import { Collector } from './event-collector.ts';
import type { KeptSession } from './recent-events.ts';

export interface CapturesOptions {
  readonly log: Log;
  /** Name and version of this program. */
  readonly program: string;
  /** The data directory; undefined: nothing is kept. */
  readonly data: string | undefined;
}

interface Tapped {
  readonly place: Place;
  readonly server: Peer;
  readonly point: TapPoint;
}

/** Bytes that may wait for the thread. Above this, events are dropped and counted. */
const maxBehind = 64 * 1_048_576;
/** The longest time in ms before an event is handed to the thread. */
const usualWait = 100;

/**
 * The captures of a server: at most one to a file, and one in memory. Without either, there is no tap and no thread.
 */
export class Captures {
  readonly #options: CapturesOptions;
  readonly #tapped: Tapped[] = [];
  readonly #asked = new Map<number, (answer: CaptureAnswer) => void>();
  #asks = 0;
  #thread: Worker | undefined;
  #collector: Collector | undefined;
  #file: FileRequest | undefined;
  #ended: string | undefined;
  #kept = 0;

  constructor(options: CapturesOptions) {
    this.#options = options;
  }

  /** The capture to a file; undefined: none is running. */
  get file(): FileRequest | undefined {
    return this.#file;
  }

  /** Why the last capture to a file ended by itself. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** Bytes of memory for recent events; 0: keep none. */
  get kept(): number {
    return this.#kept;
  }

  /** `point`: the tap point of all links of the place. `server`: the address and port where it listens. */
  add(place: Place, server: Peer, point: TapPoint): void {
    const number = this.#tapped.push({ place, server, point }) - 1;
    this.#post({ kind: 'place', number, place });
    this.#tap();
  }

  /** A user logged in on a link of this peer, or has another name from now on. */
  named(peer: Peer, user: string): void {
    peer.user = user;
    this.#collector?.named(peer, user);
  }

  /** Starts a capture to a file. Rejects with a `CaptureError`. */
  async start(request: Omit<FileRequest, 'data' | 'program'>): Promise<Written> {
    if (this.#file) throw new CaptureError(`A capture to ${this.#file.file} is running already; stop it first.`, 1);
    const { data, program } = this.#options;
    this.#ended = undefined;
    this.#file = { ...request, data, program };
    try {
      const written = writtenIn(await this.#ask({ kind: 'start', request: this.#file }));
      if (!written) throw new Error('the capture has started, but its status is missing');
      this.#tap();
      this.#options.log('capture-started', { file: request.file, dialects: request.dialects?.join(',') ?? 'all' });
      return written;
    } catch (error) {
      this.#fileEnded();
      throw error;
    }
  }

  /** Ends the capture to a file. Undefined: none was running. */
  async stop(): Promise<Written | undefined> {
    if (!this.#file) return undefined;
    this.#collector?.flush();
    const written = writtenIn(await this.#ask({ kind: 'stop' }));
    if (written) this.#options.log('capture-stopped', { file: written.file, bytes: written.bytes, lost: written.lost });
    this.#fileEnded();
    return written;
  }

  /** What the capture to a file has written so far. Undefined: none is running. */
  async status(): Promise<Written | undefined> {
    return this.#file ? writtenIn(await this.#ask({ kind: 'status' })) : undefined;
  }

  /** Starts to keep recent events in memory, up to this many bytes. */
  async keep(bytes: number): Promise<void> {
    this.#kept = bytes;
    await this.#ask({ kind: 'keep', bytes });
    this.#tap();
  }

  /** The sessions with events in memory, each with its place. */
  async sessions(): Promise<readonly (KeptSession & { readonly listener: Place | undefined })[]> {
    this.#collector?.flush();
    const answer = await this.#ask({ kind: 'sessions' });
    const sessions = answer.kind === 'sessions' ? answer.sessions : [];
    return sessions.map((session) => ({ ...session, listener: this.#tapped[session.place]?.place }));
  }

  /** A pcapng file with the events in memory of these sessions. Rejects with a `CaptureError`. */
  async export(sessions: readonly number[], addresses: AddressChoice): Promise<Uint8Array> {
    this.#collector?.flush();
    const { program } = this.#options;
    const answer = await this.#ask({ kind: 'export', sessions, addresses, program });
    return answer.kind === 'exported' ? answer.bytes : new Uint8Array(0);
  }

  /** Ends all captures and the thread. */
  async close(): Promise<void> {
    await this.stop();
    this.#kept = 0;
    this.#fileEnded();
  }

  #fileEnded(): void {
    this.#file = undefined;
    this.#tap();
    if (this.#kept > 0) return;
    this.#collector = undefined;
    const thread = this.#thread;
    this.#thread = undefined;
    void thread?.terminate();
  }

  /** Sets a tap at each place that is captured, and removes the others. */
  #tap(): void {
    const collector = this.#collector;
    for (const [number, { place, server, point }] of this.#tapped.entries()) {
      const wanted = this.#kept > 0 || (this.#file && this.#file.dialects?.includes(place.dialect) !== false);
      if (!wanted || !collector) point.tap = undefined;
      else point.tap ??= collector.tapFor(number, server);
    }
  }

  #started(): Worker {
    if (this.#thread) return this.#thread;
    const thread = new Worker(new URL(import.meta.resolve('#server/capture/capture-worker.ts')));
    thread.unref();
    thread.on('message', (message: FromThread) => this.#heard(message));
    thread.on('error', (error) => this.#broken(error));
    this.#thread = thread;
    this.#collector = new Collector({
      send: (batch) => {
        const { records, blob, ends } = batch;
        thread.postMessage({ kind: 'batch', batch } satisfies ToThread, [records.buffer, blob.buffer, ends.buffer]);
      },
      limit: maxBehind,
      wait: usualWait,
    });
    for (const [number, { place }] of this.#tapped.entries()) this.#post({ kind: 'place', number, place });
    return thread;
  }

  #heard(message: FromThread): void {
    switch (message.kind) {
      case 'done':
        return this.#collector?.done(message.weight);
      case 'ended': {
        const { file, bytes, lost } = message.written;
        this.#ended = message.why;
        this.#options.log('capture-ended', { file, why: message.why, bytes, lost });
        return this.#fileEnded();
      }
      case 'answer': {
        const { ask, answer } = message;
        this.#asked.get(ask)?.(answer);
        this.#asked.delete(ask);
        if (this.#asked.size === 0) this.#thread?.unref();
      }
    }
  }

  /** The thread has failed: captures end, and the chat continues. */
  #broken(error: unknown): void {
    this.#options.log('bug', { context: 'a capture', error: stackOf(error) });
    const refused: CaptureAnswer = { kind: 'refused', sentence: 'The capture has failed; see the log.', exit: 70 };
    for (const answer of this.#asked.values()) answer(refused);
    this.#asked.clear();
    this.#kept = 0;
    this.#fileEnded();
  }

  #post(message: ToThread): void {
    this.#thread?.postMessage(message);
  }

  async #ask(request: CaptureRequest): Promise<CaptureAnswer> {
    const thread = this.#started();
    const { promise, resolve } = Promise.withResolvers<CaptureAnswer>();
    const ask = ++this.#asks;
    this.#asked.set(ask, resolve);
    // Keeps the process alive until the thread has answered.
    thread.ref();
    thread.postMessage({ kind: 'ask', ask, request } satisfies ToThread);
    const answer = await promise;
    if (answer.kind === 'refused') throw new CaptureError(answer.sentence, answer.exit);
    return answer;
  }
}

const writtenIn = (answer: CaptureAnswer): Written | undefined =>
  answer.kind === 'written' ? answer.written : undefined;

import type { LinkEnd, Reader } from './link.ts';

/** Replaces a reader whose `ended` was called, so that it is not called twice. */
const spent: Reader = { take: (chunk) => chunk.length, ended: () => {} };

const idle = 0;
const taking = 1;
/** Taking, and `resume` was called meanwhile. */
const again = 2;
/** Aborted: nothing is handed over any more. */
const dropped = 3;

/** A small rest must not pin a large chunk; copying it when it is less than half copies each byte at most once more. */
const compact = (rest: Uint8Array): Uint8Array =>
  rest.length * 2 < rest.buffer.byteLength ? new Uint8Array(rest) : rest;

const join = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
};

/** The reading half of a link, the same for all transports: what `Reader` promises is kept here. */
export abstract class Reading {
  #reader: Reader | undefined;
  /** Bytes of memory of an unfinished message that the reader holds, as far as was reported by `keeps`. */
  unfinished = 0;
  /** What the reader left. While there is one, the transport is held. */
  #rest: Uint8Array | undefined;
  #end: LinkEnd | undefined;
  #state: number = idle;

  abstract write(bytes: Uint8Array): void;
  abstract end(): void;
  abstract abort(): void;
  /** Makes the transport read, or read on. */
  protected abstract flow(): void;
  /** Makes the transport stop reading. It keeps what it has already read, or appends it. */
  protected abstract hold(): void;
  /** Called when the reader holds more or less of an unfinished message than before: bytes of memory. */
  protected keeps(unfinished: number): void {
    this.unfinished = unfinished;
  }

  /** Called when the reader threw, which is our bug. Must call `drop`. */
  protected abstract fail(error: unknown): void;

  read(reader: Reader): void {
    if (this.#reader !== undefined) throw new Error('A link is read once.');
    this.#reader = reader;
    if (this.#rest === undefined && this.#end === undefined) this.flow();
    else queueMicrotask(() => this.#handRest());
  }

  resume(): void {
    if (this.#state === taking) this.#state = again;
    else if (this.#state === idle && this.#rest !== undefined) this.#handRest();
  }

  /** Whether the transport may hand a chunk over. */
  protected get ready(): boolean {
    return this.#state === idle && this.#reader !== undefined && this.#rest === undefined && this.#end === undefined;
  }

  /** Bytes of memory of what the reader left. */
  protected get untaken(): number {
    return this.#rest?.buffer.byteLength ?? 0;
  }

  /** A chunk has come; only while `ready`. */
  protected received(chunk: Uint8Array): void {
    this.#offer(chunk);
    const unfinished = this.#reader?.unfinished ?? 0;
    if (unfinished !== this.unfinished && this.#state !== dropped) this.keeps(unfinished);
  }

  #offer(chunk: Uint8Array): void {
    const reader = this.#reader;
    if (reader === undefined || this.#state === dropped) return;
    let rest = chunk;
    do {
      this.#state = taking;
      let taken = 0;
      try {
        taken = reader.take(rest);
      } catch (error) {
        this.fail(error);
        return;
      }
      if (this.#state === dropped) return;
      if (this.#reader?.successor) this.#reader = this.#reader.successor;
      if (taken >= rest.length) {
        this.#state = idle;
        return;
      }
      rest = rest.subarray(taken);
    } while (this.#state === again);
    this.#state = idle;
    this.#rest = compact(rest);
    this.hold();
  }

  /** See `TurnReader`. */
  endUnfinished(least: number): void {
    const reader = this.#reader;
    const unfinished = reader?.unfinished ?? 0;
    if (this.#state === dropped || unfinished <= least) return this.keeps(this.#state === dropped ? 0 : unfinished);
    const words = reader?.tooMuchUnfinished?.();
    if (!words) this.abort();
    else {
      this.write(words);
      this.end();
      this.drop('closed');
      queueMicrotask(() => this.finish('closed'));
    }
    this.keeps(0);
  }

  /** Adds the last bytes of a transport that is over, after all others. */
  protected append(tail: Uint8Array): void {
    if (this.#state === dropped || tail.length === 0) return;
    if (this.#rest === undefined) queueMicrotask(() => this.resume());
    this.#rest = this.#rest === undefined ? tail : join(this.#rest, tail);
  }

  /** Notes that nothing more comes. The first reason counts; the reader gets it when it has taken everything. */
  protected finish(end: LinkEnd): void {
    this.#end ??= end;
    if (this.#rest !== undefined || this.#reader === undefined) return;
    const reader = this.#reader;
    this.#reader = spent;
    try {
      reader.ended(this.#end);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Drops the rest and hands nothing over any more; `finish` must follow, later. */
  protected drop(end: 'closed' | 'slow'): void {
    if (this.#state === dropped) return;
    this.#state = dropped;
    this.#rest = undefined;
    this.#end = end;
  }

  #handRest(): void {
    const rest = this.#rest;
    if (this.#reader === undefined) return;
    this.#rest = undefined;
    if (rest !== undefined) this.received(rest);
    if (this.#rest !== undefined) return;
    if (this.#end === undefined) this.flow();
    else this.finish(this.#end);
  }
}

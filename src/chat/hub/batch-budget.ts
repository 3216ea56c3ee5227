import type { Hearers } from './audience.ts';
import type { Asked } from '#chat/event.ts';
import { countLines } from '#text/lines.ts';
import type { Posted } from './posted.ts';

/** Drafts in one batch, at most. */
export const maxBatch = 4096;
/**
 * UTF-8 bytes of text in one batch, at worst. A link gets a batch in one write, so this bounds the bytes written to a
 * session before it can fall behind.
 */
export const maxBatchBytes: number = 512 * 1024;
/** Bytes that a frame adds to each text, at worst: the sender's name and the rest of the frame. */
const perLine = 80;

/** Microseconds that one batch may keep the event loop busy, as estimated. */
export const maxBatchTime = 10_000;
/** Measured with `bench`, in µs: judging, storing and answering a draft; the same for an arrival or departure; and each byte of text. */
const draftTime = 4;
const presenceTime = 60;
const byteTime = 0.002;
/** In µs: one write to one more hearer, whatever its size; and copying each byte of it. */
const writeTime = 4.5;
const copyTime = 0.0003;
/** In µs: finding out for one hearer whether it may read the message that is edited. */
const readerTime = 2;

/** Bytes of a text as written to each hearer, at worst. */
export const bytesInBatch = (event: Asked): number =>
  event.kind === 'message' ? perLine * countLines(event.text) + 3 * event.text.length : 0;

/** What still fits into the batch being assembled. */
export class BatchBudget {
  #batch = 0;
  #drafts = 0;
  #bytes = 0;
  #time = 0;

  /** A new batch, with nothing in it. */
  begin(): void {
    this.#batch++;
    this.#drafts = 0;
    this.#bytes = 0;
    this.#time = 0;
  }

  /** Adds a draft to the count. False when it has to wait for the next batch; the first one never has to. */
  takes(posted: Pick<Posted, 'event' | 'hearers'>): boolean {
    const bytes = bytesInBatch(posted.event);
    const time = this.#timeOf(posted);
    const fits = this.#drafts < maxBatch && this.#bytes + bytes <= maxBatchBytes && this.#time + time <= maxBatchTime;
    if (!fits && this.#drafts > 0) return false;
    this.#drafts++;
    this.#bytes += bytes;
    this.#time += time;
    if (posted.hearers) posted.hearers.batch = this.#batch;
    return true;
  }

  #timeOf({ event, hearers }: Pick<Posted, 'event' | 'hearers'>): number {
    const length = event.kind === 'message' ? perLine + event.text.length : 0;
    const own = event.kind === 'came' || event.kind === 'went' ? presenceTime : draftTime + byteTime * length;
    return own + (hearers ? this.#handingOut(event.kind, hearers, length) : 2 * writeTime);
  }

  /** Seats that get something of the batch already are written to anyway. */
  #handingOut(kind: Asked['kind'], hearers: Hearers, bytes: number): number {
    const writes = hearers.batch === this.#batch ? 0 : hearers.count;
    const lookUps = kind === 'edited' ? hearers.count : 0;
    return writes * writeTime + hearers.count * bytes * copyTime + lookUps * readerTime;
  }
}

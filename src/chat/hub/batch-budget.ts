import type { Hearers } from './audience.ts';
import type { Asked } from '#chat/event.ts';
import { countLines } from '#text/lines.ts';
import type { Posted } from './pending.ts';

/** Drafts in one batch, at most. */
export const maxBatch = 4096;
/**
 * Bytes of what is said in one batch, as UTF-8 and at worst. A link gets all of a batch in one write, so this bounds
 * what a session is written before it can fall behind.
 */
export const maxBatchBytes: number = 512 * 1024;
/** Bytes before each line of it, at worst: its speaker's name, and what a frame needs. */
const perLine = 80;

/** Microseconds that one batch may keep the event loop busy, as estimated. */
export const maxBatchTime = 10_000;
/** Measured with `bench`: what judging, storing and answering a draft takes, in µs; of a session that comes or goes; and each byte of text. */
const draftTime = 4;
const presenceTime = 60;
const byteTime = 0.002;
/** What it takes to write to one more hearer, in µs, however much of the batch it hears; and to copy it each byte. */
const writeTime = 4.5;
const copyTime = 0.0003;

/** Bytes of what is said, as each hearer is written it, at worst. */
export const bytesInBatch = (event: Asked): number =>
  event.kind === 'message' ? perLine * countLines(event.text) + 3 * event.text.length : 0;

/** What still fits into the batch that is being put together. */
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

  /** Counts a draft in. False when it has to wait for the next batch; the first one never has to. */
  takes(posted: Posted): boolean {
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

  #timeOf({ event, hearers }: Posted): number {
    const length = event.kind === 'message' ? perLine + event.text.length : 0;
    const own = event.kind === 'came' || event.kind === 'went' ? presenceTime : draftTime + byteTime * length;
    return own + (hearers ? this.#handingOut(hearers, length) : 2 * writeTime);
  }

  /** Those who hear something of the batch already are written to anyway. */
  #handingOut(hearers: Hearers, bytes: number): number {
    const writes = hearers.batch === this.#batch ? 0 : hearers.count;
    return writes * writeTime + hearers.count * bytes * copyTime;
  }
}

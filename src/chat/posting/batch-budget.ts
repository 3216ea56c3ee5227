import type { Hearers } from '#chat/hub/delivery/audience.ts';
import type { Asked, Millis } from '#chat/event.ts';
import { countLines } from '#text/lines.ts';
import { textOf } from './kept-length.ts';
import type { PostedDraft } from '#chat/hub/requests/posted-draft.ts';

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
/**
 * Microseconds that a turn of the event loop may work, in which a batch is judged: the last one is often delivered just before. And
 * what judging may take at least, however long the turn has worked.
 */
const maxTurnTime = 12_000;
const leastJudging = 4000;
/** Measured with `bench`, in µs: judging, storing and answering a message; each byte of a text; and each name that it may mention. */
export const messageTime = 5;
const byteTime = 0.002;
const nameTime = 1;
/** The same for other drafts; for those that change who is in a room, or which rooms there are; for arrivals and departures. */
const otherTime = 35;
const roomTime = 70;
const presenceTime = 90;
/** In µs: one write to one more hearer, whatever its size; and copying each byte of it. */
const writeTime = 4.5;
const copyTime = 0.0003;
/** In µs: looking at one that hears a room in which a change of a user is told. */
const toldTime = 0.03;
/** In µs: finding out for one hearer whether it may read the message that is edited. */
const readerTime = 5;

/** Batches that take longer to judge than estimated make the next ones smaller: at most by this factor. */
const maxSlowness = 16;
/** How fast that is learned, and forgotten: the weight of one batch. */
const learned = 0.5;
const forgotten = 0.1;
/** In µs: batches that are estimated to take less count as this long, because any pause of the process would weigh too much. */
const leastEstimate = 2000;

const timeOfKind: { readonly [K in Asked['kind']]?: number } = {
  message: messageTime,
  came: presenceTime,
  went: presenceTime,
  joined: roomTime,
  left: roomTime,
  kicked: roomTime,
  role: roomTime,
  listed: roomTime,
  unlisted: roomTime,
  roomNamed: roomTime,
  closed: roomTime,
};

/** Bytes of a text as written to each hearer, at worst. */
export function bytesInBatch(event: Asked): number {
  const text = textOf(event);
  return text === undefined ? 0 : perLine * countLines(text) + 3 * text.length;
}

/** What the cost of a draft depends on. */
type Costly = Pick<PostedDraft, 'event' | 'hearers' | 'told' | 'names'>;

/** What still fits into the batch being assembled. */
export class BatchBudget {
  #batch = 0;
  #drafts = 0;
  #bytes = 0;
  /** In µs, as estimated: judging, storing and answering, and handing out. */
  #judging = 0;
  #handing = 0;
  /** In µs: what judging may take in this turn of the event loop. */
  #judgingLeft = 0;
  /** How much longer judging takes than estimated: on a slow machine, or for drafts that cost more than others of their kind. */
  #slowness = 1;

  /** A new batch, with nothing in it. `worked`: how long this turn of the event loop has worked already. */
  begin(worked: Millis = 0): void {
    this.#judgingLeft = Math.max(leastJudging, maxTurnTime - 1000 * worked);
    this.#batch++;
    this.#drafts = 0;
    this.#bytes = 0;
    this.#judging = 0;
    this.#handing = 0;
  }

  /** Adds a draft to the count. False when it has to wait for the next batch; the first one never has to. */
  takes({ event, hearers, told, names }: Costly): boolean {
    const bytes = this.#bytes + bytesInBatch(event);
    const length = perLine + (textOf(event)?.length ?? 0);
    const judging = this.#judging + (timeOfKind[event.kind] ?? otherTime) + byteTime * length + nameTime * names;
    const handing =
      this.#handing + toldTime * told + (hearers ? this.#handingOut(event.kind, hearers, length) : 2 * writeTime);
    const slowly = judging * this.#slowness;
    const isShort = slowly <= this.#judgingLeft && slowly + handing <= maxBatchTime;
    const fits = this.#drafts < maxBatch && bytes <= maxBatchBytes && isShort;
    if (!fits && this.#drafts > 0) return false;
    this.#drafts++;
    this.#bytes = bytes;
    this.#judging = judging;
    this.#handing = handing;
    if (hearers) hearers.batch = this.#batch;
    return true;
  }

  /**
   * Judging, storing and answering a batch with that many drafts, of all nodes, took that much CPU time. The one begun last is in it.
   * Handing out is not learned: most of it is one write to each hearer, and smaller batches would only make more writes.
   */
  took(drafts: number, time: Millis): void {
    const own = (1000 * time * this.#drafts) / Math.max(drafts, this.#drafts, 1);
    const slowness = Math.min(maxSlowness, Math.max(1, own / Math.max(this.#judging, leastEstimate)));
    this.#slowness += (slowness - this.#slowness) * (slowness > this.#slowness ? learned : forgotten);
  }

  /** Seats that get something of the batch already are written to anyway. */
  #handingOut(kind: Asked['kind'], hearers: Hearers, bytes: number): number {
    const writes = hearers.batch === this.#batch ? 0 : hearers.count;
    const lookUps = kind === 'edited' ? hearers.count : 0;
    return writes * writeTime + hearers.count * bytes * copyTime + lookUps * readerTime;
  }
}

import type { Link, Peer } from '#link/link.ts';
import type { Tap } from '#link/tap.ts';
import { type Batch, eventWeight, records, recordSize } from './event-batch.ts';
import type { LinkFacts } from './capture-event.ts';

export interface CollectorOptions {
  /** Takes a batch. It must return at once. */
  readonly send: (batch: Batch) => void;
  /** Bytes that may wait to be written. Above this, events are dropped and counted. */
  readonly limit: number;
  /** The longest time in ms that an event waits for others. */
  readonly wait: number;
}

interface Known {
  readonly id: number;
  readonly place: number;
  /** Events of this link were dropped. */
  gap: boolean;
}

const batchRecords = 16_384;
/** Bytes to be written for one batch. */
const batchWeight = 4 * 1_048_576;
/** The chat's thread counts as fully loaded above this share of busy time. */
const busyFrom = 0.9;
const ns = 1e6;

/**
 * Collects what taps see, and hands it over in batches. Runs on the thread that serves the chat: an event costs one
 * look-up, one reading of the clock and four numbers. Bytes sent to many links are copied once, when the batch is
 * handed over.
 */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #links = new Map<Link, Known>();
  readonly #ofPeer = new Map<Peer, Link[]>();
  readonly #clock = new WallClock();
  #ids = 0;
  #records = new Uint32Array(recordSize * batchRecords);
  #count = 0;
  #began = 0;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #weight = 0;
  #opened: LinkFacts[] = [];
  #users: string[] = [];
  #lost = new Map<number, number>();
  /** Bytes handed over and not yet written. */
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;
  #spent = performance.eventLoopUtilization();

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** A tap for the links of a place. `server`: our own address, for links that do not know theirs. */
  tapFor(place: number, server: Peer): Tap {
    return {
      opened: (link) => void this.#begin(link, place, server, false),
      received: (bytes, link) => this.#chunk(link, place, server, records.fromClient, bytes),
      sent: (bytes, link) => this.#chunk(link, place, server, records.fromServer, bytes),
      ended: (link, side, how) => {
        const [fin, reset] =
          side === 'peer' ? [records.clientEnds, records.clientResets] : [records.serverEnds, records.serverResets];
        this.#note(link, how === 'fin' ? fin : reset);
      },
      closed: (link) => {
        this.#note(link, records.closed);
        this.#forget(link);
      },
    };
  }

  /** A user logged in on the links of these peers, or has another name now. */
  named(peer: Peer, user: string): void {
    for (const link of this.#ofPeer.get(peer) ?? []) {
      const known = this.#links.get(link);
      if (known) this.#record(records.named, known.id, this.#users.push(user) - 1);
    }
  }

  /** A batch of this weight was written. */
  done(weight: number): void {
    this.#underWay -= weight;
  }

  /** Hands over the events gathered so far. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#count === 0 && this.#lost.size === 0) return;
    const batch = this.#batch();
    this.#underWay += batch.weight;
    [this.#count, this.#weight] = [0, 0];
    [this.#chunks, this.#bytes, this.#opened, this.#users, this.#lost] = [[], 0, [], [], new Map()];
    this.#options.send(batch);
  }

  #begin(link: Link, place: number, server: Peer, joined: boolean): Known | undefined {
    if (this.#isLagging) {
      this.#lose(place);
      return undefined;
    }
    const known: Known = { id: ++this.#ids, place, gap: false };
    this.#links.set(link, known);
    const { peer } = link;
    const others = this.#ofPeer.get(peer);
    if (others) others.push(link);
    else this.#ofPeer.set(peer, [link]);
    const { user } = peer;
    const stream = 'stream' in link && typeof link.stream === 'number' ? link.stream : undefined;
    const ends = { client: endpoint(peer), server: endpoint(link.local ?? server) };
    this.#opened.push({ id: known.id, place, ...ends, user, joined, stream });
    this.#record(records.opened, known.id, this.#opened.length - 1);
    return known;
  }

  #chunk(link: Link, place: number, server: Peer, kind: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const known = this.#links.get(link) ?? this.#begin(link, place, server, true);
    if (known === undefined) return;
    if (this.#isLagging) {
      known.gap = true;
      return this.#lose(place);
    }
    this.#noteGap(known);
    const chunks = this.#chunks;
    if (chunks[chunks.length - 1] !== bytes) {
      chunks.push(bytes);
      this.#bytes += bytes.length;
    }
    this.#weight += bytes.length;
    this.#record(kind, known.id, chunks.length - 1);
    if (this.#weight >= batchWeight) this.flush();
  }

  #note(link: Link, kind: number): void {
    const known = this.#links.get(link);
    if (known === undefined) return;
    this.#noteGap(known);
    this.#record(kind, known.id, 0);
  }

  #noteGap(known: Known): void {
    if (!known.gap) return;
    known.gap = false;
    this.#record(records.gap, known.id, 0);
  }

  #record(kind: number, id: number, index: number): void {
    const now = performance.now();
    if (this.#count === 0) {
      this.#began = now;
      this.#timer ??= setTimeout(() => this.flush(), this.#options.wait).unref();
    }
    const at = recordSize * this.#count++;
    const numbers = this.#records;
    numbers[at] = kind;
    numbers[at + 1] = id;
    numbers[at + 2] = index;
    numbers[at + 3] = Math.min(0xffff_ffff, (now - this.#began) * ns);
    if (this.#count === batchRecords) this.flush();
  }

  #forget(link: Link): void {
    if (!this.#links.delete(link)) return;
    const rest = this.#ofPeer.get(link.peer)?.filter((other) => other !== link) ?? [];
    if (rest.length > 0) this.#ofPeer.set(link.peer, rest);
    else this.#ofPeer.delete(link.peer);
  }

  get #isLagging(): boolean {
    return this.#underWay + this.#weight > this.#options.limit;
  }

  #lose(place: number): void {
    this.#lost.set(place, (this.#lost.get(place) ?? 0) + 1);
    this.#timer ??= setTimeout(() => this.flush(), this.#options.wait).unref();
  }

  #batch(): Batch {
    const ends = new Uint32Array(this.#chunks.length);
    const blob = new Uint8Array(this.#bytes);
    let end = 0;
    for (const [nth, chunk] of this.#chunks.entries()) {
      blob.set(chunk, end);
      ends[nth] = end += chunk.length;
    }
    const numbers = this.#records.slice(0, recordSize * this.#count);
    const began = this.#clock.at(this.#began);
    const weight = this.#weight + eventWeight * this.#count;
    const spent = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(spent, this.#spent).utilization > busyFrom;
    this.#spent = spent;
    const told = { busy, opened: this.#opened, users: this.#users, lost: [...this.#lost] };
    return { began, records: numbers, blob, ends, weight, ...told };
  }
}

const endpoint = ({ address, port }: Peer): Peer => ({ address, port });

/** The system clock counts as having been set if it differs by more than this, in ms. */
const drift = 20;

/** Converts times of `performance.now()` to ns since 1970. They are finer than `Date.now()`. */
class WallClock {
  #offset = performance.timeOrigin;

  at(now: number): bigint {
    const offset = Date.now() - performance.now();
    if (Math.abs(offset - this.#offset) > drift) this.#offset = offset;
    return (
      BigInt(Math.round(((this.#offset % 1000) + now) * ns)) + BigInt(Math.floor(this.#offset / 1000)) * 1_000_000_000n
    );
  }
}

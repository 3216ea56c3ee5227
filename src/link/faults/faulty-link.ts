import type { Link, Peer, Reader } from '#link/link.ts';
import type { After } from '#link/after.ts';
import type { Faults } from './faults.ts';

/** Bytes that may wait here: as many as in the outbox of a link. */
const maxWaiting = 1_048_576;
/** ms between two pieces of a split write: a peer reads each by itself. */
const betweenPieces = 5;
/** How often a slow link sends, in ms. */
const slowTick = 50;

/** 64 different byte values: no dialect has such a message. */
const junk: Uint8Array = Uint8Array.from({ length: 64 }, (_, nth) => (nth * 37 + 129) & 0xff);

/** Bytes to be sent, or a call when those before them were. */
type Waiting = Uint8Array | (() => void);

/** A link whose peer sees faults, while the server uses it as any other. */
export class FaultyLink implements Link {
  readonly #link: Link;
  readonly #faults: Faults;
  readonly #after: After;
  /** What waits, in order. */
  #waiting: Waiting[] = [];
  #bytes = 0;
  /** Bytes sent so far. */
  #sent = 0;
  #busy = false;
  #stalled = false;
  #over = false;
  readonly #timers: (() => void)[] = [];

  constructor(link: Link, faults: Faults, after: After) {
    this.#link = link;
    this.#faults = faults;
    this.#after = after;
    this.#at('stall-after', () => (this.#stalled = true));
    this.#at('close-after', () => this.#link.end());
    this.#at('drop-after', () => this.abort());
    this.#at('junk-after', () => this.#link.write(junk));
  }

  get peer(): Peer {
    return this.#link.peer;
  }

  get credentials(): string | undefined {
    return this.#link.credentials;
  }

  get local(): Peer | undefined {
    return this.#link.local;
  }

  read(reader: Reader): void {
    const ended = reader.ended.bind(reader);
    const take = reader.take.bind(reader);
    const over = (): void => this.#finish();
    this.#link.read({
      get successor() {
        return reader.successor;
      },
      take,
      ended(how) {
        if (how !== 'ended') over();
        ended(how);
      },
    });
  }

  resume(): void {
    this.#link.resume();
  }

  write(bytes: Uint8Array): void {
    if (this.#over || bytes.length === 0) return;
    if (this.#bytes + bytes.length > maxWaiting) return this.abort();
    this.#bytes += bytes.length;
    this.#add(bytes);
  }

  countAbove(bytes: number): void {
    this.#link.countAbove?.(bytes);
  }

  get queued(): number {
    return this.#bytes + this.#link.queued;
  }

  get scarce(): boolean {
    return this.#link.scarce;
  }

  get delivered(): boolean {
    return this.#bytes === 0 && this.#link.delivered;
  }

  drained(): Promise<void> {
    if (this.#over) return this.#link.drained();
    return new Promise((resolve) => this.#add(() => void this.#link.drained().then(resolve)));
  }

  end(): void {
    if (!this.#over) this.#add(() => this.#link.end());
  }

  abort(): void {
    this.#finish();
    this.#link.abort();
  }

  #at(fault: keyof Faults, call: () => void): void {
    const ms = this.#faults[fault];
    if (ms !== undefined) this.#timers.push(this.#after(ms, () => !this.#over && call()));
  }

  #finish(): void {
    this.#over = true;
    for (const cancelTimer of this.#timers.splice(0)) cancelTimer();
    const calls = this.#waiting.filter((each) => typeof each === 'function');
    this.#waiting = [];
    this.#bytes = 0;
    for (const call of calls) call();
  }

  /** Queues bytes or a call, after the delay if there is one. The order is kept. */
  #add(what: Waiting): void {
    const { delay = 0, join = 0 } = this.#faults;
    const put = (): void => {
      if (this.#over) return typeof what === 'function' ? what() : undefined;
      this.#waiting.push(what);
      this.#next();
    };
    if (delay + join === 0) return put();
    // Each waits as long as the others, so their order is kept.
    this.#after(delay, () => (join === 0 ? put() : this.#gather(put, join)));
  }

  #gathering: (() => void)[] = [];

  /** Everything written within the time is sent as one piece. */
  #gather(put: () => void, join: number): void {
    this.#gathering.push(put);
    if (this.#gathering.length > 1) return;
    this.#after(join, () => {
      const busy = this.#busy;
      this.#busy = true;
      for (const each of this.#gathering.splice(0)) each();
      this.#busy = busy;
      this.#joinWaiting();
      this.#next();
    });
  }

  #joinWaiting(): void {
    const end = this.#waiting.findIndex((each) => typeof each === 'function');
    const frames = (end < 0 ? this.#waiting : this.#waiting.slice(0, end)).filter((each) => typeof each !== 'function');
    if (frames.length > 1) this.#waiting.splice(0, frames.length, Buffer.concat(frames));
  }

  #next(): void {
    if (this.#busy || this.#stalled || this.#over) return;
    const [first] = this.#waiting;
    if (first === undefined) return;
    if (typeof first === 'function') {
      this.#waiting.shift();
      first();
      return this.#next();
    }
    const piece = first.subarray(0, this.#pieceLength(first.length));
    if (piece.length === first.length) this.#waiting.shift();
    else this.#waiting[0] = first.subarray(piece.length);
    this.#send(piece);
    const pause = this.#pauseAfter();
    if (pause === 0) return this.#next();
    this.#busy = true;
    this.#after(pause, () => {
      this.#busy = false;
      this.#next();
    });
  }

  #pieceLength(length: number): number {
    const { split = Infinity, slow = Infinity } = this.#faults;
    return Math.min(length, split, Math.max(1, Math.round((slow * slowTick) / 1000)));
  }

  #pauseAfter(): number {
    const { split, slow } = this.#faults;
    if (slow !== undefined) return Math.max(slowTick, Math.round(1000 / slow));
    return split === undefined ? 0 : betweenPieces;
  }

  #send(piece: Uint8Array): void {
    const { 'cut-after': cut = Infinity } = this.#faults;
    this.#bytes -= piece.length;
    const rest = cut - this.#sent;
    this.#sent += piece.length;
    this.#link.write(piece.length <= rest ? piece : piece.subarray(0, rest));
    if (piece.length < rest) return;
    // What was written arrives before the reset.
    void this.#link.drained().then(() => this.#after(betweenPieces, () => this.abort()));
    this.#stalled = true;
  }
}

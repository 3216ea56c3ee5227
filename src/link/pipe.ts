import type { Link, Peer } from './link.ts';
import { type LinkOptions, type LinkSettings, linkSettings } from './link-options.ts';
import { Reading } from './link-reading.ts';
import type { Waiting } from './tcp/stalled-peers.ts';

export interface PipeOptions extends LinkOptions {
  /**
   * Runs a hand-over later, never at once; by default `queueMicrotask`, so that a pipe needs no clock. A test can collect
   * the calls to hold the transport.
   */
  readonly hop?: (handOver: () => void) => void;
  /** The addresses of the two ends. */
  readonly ends?: readonly [Peer, Peer];
}

/**
 * Two links in memory, each the peer of the other. One write is one chunk: the same array that was written. Nothing is
 * buffered between the two: bytes that the other's reader has not taken wait in the outbox here, except for the rest of
 * the one chunk it was handed.
 */
export const pipe = (options: PipeOptions = {}): [Link, Link] => {
  const settings = linkSettings(options);
  const hop = options.hop ?? queueMicrotask;
  const [near, far] = options.ends ?? [inMemory, inMemory];
  const one = new PipeLink(settings, hop, near, far);
  const other = new PipeLink(settings, hop, far, near);
  one.join(other);
  other.join(one);
  for (const link of [one, other]) settings.taps.tap?.opened?.(link);
  return [one, other];
};

const inMemory: Peer = { address: '[pipe]', port: 0 };

class PipeLink extends Reading implements Link, Waiting {
  readonly peer: Peer;
  readonly local: Peer;
  readonly #settings: LinkSettings;
  readonly #hop: (handOver: () => void) => void;
  #other: PipeLink = this;
  /** Bytes, and a function to call when those before it are gone. */
  #outbox: (Uint8Array | (() => void))[] = [];
  #queued = 0;
  /** Bytes that the transport has taken. */
  #taken = 0;
  /** This link's count in the budget; 0 unless the other's reader holds it. */
  #counted = 0;
  #hopping = false;
  #writable = true;
  #finSent = false;
  #over = false;
  #lost = false;
  #stop: (() => void) | undefined;

  constructor(settings: LinkSettings, hop: (handOver: () => void) => void, local: Peer, peer: Peer) {
    super();
    this.local = local;
    this.peer = peer;
    this.#settings = settings;
    this.#hop = hop;
  }

  join(other: PipeLink): void {
    this.#other = other;
  }

  get queued(): number {
    return this.#queued;
  }

  get scarce(): boolean {
    return this.#settings.budget.isScarce(this.peer.address);
  }

  get delivered(): boolean {
    return !this.#lost && this.#queued === 0;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (!this.#writable) {
      this.#lost = true;
      return;
    }
    if (this.#queued + bytes.length > this.#settings.outbox) {
      this.#give('slow');
      return;
    }
    this.#settings.taps.tap?.sent(bytes, this);
    this.#outbox.push(bytes);
    this.#queued += bytes.length;
    if (this.#other.ready || this.#count(this.#queued)) this.#schedule();
    else this.#give('slow');
  }

  get progress(): number {
    return this.#taken;
  }

  get connection(): undefined {
    return undefined;
  }

  stalled(): void {
    this.#give('slow');
  }

  drained(): Promise<void> {
    if (this.#queued === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#outbox.push(resolve);
    });
  }

  end(): void {
    if (!this.#writable) return;
    this.#writable = false;
    this.#settings.taps.tap?.ended?.(this, 'own', 'fin');
    this.#stop = this.#settings.after(this.#settings.grace, () => this.abort());
    this.#schedule();
  }

  abort(): void {
    this.#give('closed');
  }

  protected override flow(): void {
    this.#other.#schedule();
  }

  protected override hold(): void {}

  protected override fail(error: unknown): void {
    this.abort();
    this.#settings.onError(error, this);
  }

  #schedule(): void {
    if (this.#hopping || this.#over) return;
    this.#hopping = true;
    this.#hop(() => this.#handOver());
  }

  #handOver(): void {
    this.#hopping = false;
    while (this.#other.ready || typeof this.#outbox[0] === 'function') {
      const next = this.#outbox.shift();
      if (next === undefined) break;
      if (typeof next === 'function') next();
      else this.#handChunk(next);
    }
    this.#count(this.#queued);
    if (!this.#writable && !this.#over && this.#outbox.length === 0) this.#sendFin();
  }

  #handChunk(chunk: Uint8Array): void {
    this.#queued -= chunk.length;
    this.#taken += chunk.length;
    this.#settings.taps.tap?.received(chunk, this.#other);
    this.#other.received(chunk);
  }

  #sendFin(): void {
    const other = this.#other;
    this.#finSent = true;
    this.#settings.taps.tap?.ended?.(other, 'peer', 'fin');
    if (other.#finSent) {
      this.#close();
      other.#close();
    }
    other.finish('ended');
  }

  #count(now: number): boolean {
    const before = this.#counted;
    this.#counted = now;
    if (now > 0) this.#settings.stalls.add(this);
    else if (before > 0) this.#settings.stalls.delete(this);
    return this.#settings.budget.recount(this.peer.address, before, now);
  }

  #give(end: 'closed' | 'slow'): void {
    if (end === 'slow') this.#lost = true;
    if (!this.#over) this.#settings.taps.tap?.ended?.(this, 'own', 'reset');
    this.drop(end);
    this.#close();
    this.#hop(() => {
      this.finish(end);
      this.#other.#reset();
    });
    if (end === 'slow') this.#settings.onSlow(this);
  }

  #reset(): void {
    this.#lost = true;
    if (!this.#over) this.#settings.taps.tap?.ended?.(this, 'peer', 'reset');
    this.#close();
    this.finish('reset');
  }

  /** Nothing goes in either direction any more. */
  #close(): void {
    if (!this.#over) this.#settings.taps.tap?.closed?.(this);
    this.#over = true;
    this.#writable = false;
    this.#stop?.();
    if (this.#queued > 0) this.#lost = true;
    for (const waiting of this.#outbox) if (typeof waiting === 'function') waiting();
    this.#outbox = [];
    this.#queued = 0;
    this.#count(0);
  }
}

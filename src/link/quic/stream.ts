import type { LinkEnd, Peer } from '#link/link.ts';
import type { LinkSettings } from '#link/link-options.ts';
import type { LibraryStream } from './library.ts';
import type { QuicLink, QuicPeer } from './peer.ts';
import type { DatagramTurns } from './datagram-turns.ts';
import type { LinkAllowance } from '#link/input/input-rates.ts';
import type { AddressTurns, TurnReader } from '#link/input/address-turns.ts';
import { Reading } from '#link/link-reading.ts';
import type { Waiting } from '#link/tcp/stalled-peers.ts';

/** A stream with more waiting bytes than this counts in the common budget. */
const slowFrom = 16 * 1024;
/** Bytes of one stream that are handed over before other work goes on: a peer may have sent megabytes while it was not read. */
export const perStreamTurn: number = 64 * 1024;

/** One stream of a QUIC connection as a link. One `write` is one write of the stream. */
export class QuicStreamLink extends Reading implements QuicLink, Waiting, TurnReader {
  readonly peer: QuicPeer;
  readonly stream: number;
  readonly #stream: LibraryStream;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #settings: LinkSettings;
  readonly #writes: Pick<DatagramTurns, 'write'>;
  #queued = 0;
  /** Bytes that the transport has taken. */
  #taken = 0;
  #counted = 0;
  readIn = -1;
  held = 0;
  allowance: LinkAllowance | undefined = undefined;
  #turns: AddressTurns | undefined;
  /** Whether it is its turn to read, and how much it has read since its turn began. */
  #mayRead = false;
  #handedOver = 0;
  #finished = false;
  #networkName: string | undefined;
  /** Settles with the last write. */
  #last: Promise<void> = Promise.resolve();
  #writable = true;
  #lost = false;
  #reads = false;
  #stop: () => void = () => {};
  readonly #siblings: Set<QuicStreamLink>;
  readonly #gone: PromiseWithResolvers<void> = Promise.withResolvers();
  /** Both directions of the stream are closed. */
  #closed = false;

  /** `siblings`: the streams of the connection that are not gone. A closed stream is removed, although the connection goes on. */
  constructor(
    peer: QuicPeer,
    stream: LibraryStream,
    settings: LinkSettings,
    writes: Pick<DatagramTurns, 'write'>,
    siblings: Set<QuicStreamLink>,
  ) {
    super();
    this.#siblings = siblings.add(this);
    this.#writes = writes;
    this.peer = peer;
    this.stream = stream.streamId;
    this.#stream = stream;
    this.#reader = stream.readable.getReader();
    this.#writer = stream.writable.getWriter();
    this.#settings = settings;
    // Without a pending write the error is not reported.
    this.#reader.closed.catch(() => {});
    this.#writer.closed.catch(() => this.#broken());
    this.#writer.ready.catch(() => {});
    void stream.closedP.then(() => {
      this.#closed = true;
      this.#leave();
    });
    settings.taps.tap?.opened?.(this);
  }

  get local(): Peer | undefined {
    return this.peer.local;
  }

  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  get queued(): number {
    return this.#queued;
  }

  get scarce(): boolean {
    return this.#settings.budget.isScarce(this.#network);
  }

  get #network(): string {
    return (this.#networkName ??= this.#settings.networkOf(this.peer.address));
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
    if (this.#queued + bytes.length > this.#settings.outbox || !this.#count(this.#queued + bytes.length)) {
      this.#over('slow');
      return;
    }
    this.#settings.taps.tap?.sent(bytes, this);
    this.#queued += bytes.length;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    this.#writes.write(this.#network, () => {
      void this.#writer
        .write(bytes)
        .then(
          () => this.#sent(bytes.length),
          () => this.#broken(),
        )
        .then(resolve);
    });
  }

  get progress(): number {
    return this.#taken;
  }

  get connection(): undefined {
    return undefined;
  }

  stalled(): void {
    this.#over('slow');
  }

  drained(): Promise<void> {
    return this.#queued === 0 ? Promise.resolve() : this.#last;
  }

  end(): void {
    if (!this.#writable) return;
    this.#writable = false;
    this.#writes.write(this.#network, () => void this.#writer.close().catch(() => {}));
    this.#settings.taps.tap?.ended?.(this, 'own', 'fin');
    this.#stop = this.#settings.after(this.#settings.grace, () => this.abort());
  }

  abort(): void {
    this.#over('closed');
  }

  protected override flow(): void {
    if (this.#finished) return;
    this.#turns ??= this.#settings.turns.reads.enter(this.#network, this.#settings.inputRates);
    this.#turns.start(this);
  }

  protected override hold(): void {
    this.#mayRead = false;
    this.#turns?.stop(this, this.untaken);
  }

  protected override keeps(unfinished: number): void {
    this.#turns?.keeps(this, unfinished);
  }

  startReading(): void {
    this.#mayRead = true;
    this.#handedOver = 0;
    void this.#read();
  }

  stopReading(): void {
    this.#mayRead = false;
  }

  protected override finish(end: LinkEnd): void {
    this.#finished = true;
    this.#turns?.leave(this);
    this.#turns = undefined;
    super.finish(end);
    this.#leave();
  }

  protected override fail(error: unknown): void {
    this.abort();
    this.#settings.onError(error, this);
  }

  /** Reads one chunk at a time, and only when the reader takes it. */
  async #read(): Promise<void> {
    if (this.#reads) return;
    this.#reads = true;
    try {
      while (this.ready && this.#mayRead) {
        const { value, done } = await this.#reader.read();
        if (done) return this.#ended();
        if (!this.ready) return;
        this.#settings.taps.tap?.received(value, this);
        this.#turns?.took(this, value.length);
        this.received(value);
        this.#handedOver += value.length;
        if (this.#mayRead && this.#handedOver >= perStreamTurn) this.#turns?.yields(this);
      }
    } catch {
      this.#lost = true;
      this.#settings.taps.tap?.ended?.(this, 'peer', 'reset');
      this.finish('reset');
    } finally {
      this.#reads = false;
    }
  }

  #ended(): void {
    this.#settings.taps.tap?.ended?.(this, 'peer', 'fin');
    this.finish('ended');
  }

  #sent(bytes: number): void {
    this.#queued = Math.max(0, this.#queued - bytes);
    this.#taken += bytes;
    this.#count(this.#queued);
  }

  /** Nothing can be written any more. */
  #broken(): void {
    if (this.#queued > 0) this.#lost = true;
    this.#writable = false;
    this.#queued = 0;
    this.#count(0);
  }

  connectionOver(): void {
    this.#stop();
    this.#broken();
    this.#settings.taps.tap?.ended?.(this, 'peer', 'reset');
    this.#closed = true;
    this.finish('reset');
    this.#leave();
  }

  #leave(): void {
    if (!this.#closed || !this.#finished || !this.#siblings.delete(this)) return;
    this.#stop();
    this.#settings.taps.tap?.closed?.(this);
    this.#gone.resolve();
  }

  #over(end: 'closed' | 'slow'): void {
    if (end === 'slow' || this.#queued > 0) this.#lost = true;
    this.#stop();
    this.#settings.taps.tap?.ended?.(this, 'own', 'reset');
    this.drop(end);
    this.#broken();
    // The library reads a stream after it has reported it, and throws if the stream is closed by then.
    queueMicrotask(() => {
      this.#reader.cancel().catch(() => {});
      this.#writer.abort().catch(() => {});
      // Aborting waits for the last write, which never ends if the peer has stopped it.
      this.#stream.destroy({ force: true }).catch(() => {});
      this.finish(end);
    });
    if (end === 'slow') this.#settings.onSlow(this);
  }

  #count(queued: number): boolean {
    const [before, now] = [this.#counted, queued < slowFrom ? 0 : queued];
    this.#counted = now;
    if (now > 0) this.#settings.stalls.add(this);
    else if (before > 0) this.#settings.stalls.delete(this);
    return this.#settings.budget.recount(this.#network, before, now);
  }
}

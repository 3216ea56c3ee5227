import type { Socket } from 'node:net';
import type { LinkAllowance } from '#link/input/input-rates.ts';
import type { TcpConnection } from './kernel-table.ts';
import type { Link, Peer } from '#link/link.ts';
import { peerOf, unmapped } from '#link/peer-of.ts';
import type { LinkSettings } from '#link/link-options.ts';
import {
  passDataToOwner,
  stopPassingData,
  setOwner,
  type OwnedSocket,
  type SocketOwner,
  tellOwnerWhenEmptied,
} from './owned-socket.ts';
import { setShape, startReading, stopReading } from './read-handle.ts';
import type { AddressTurns, TurnReader } from '#link/input/address-turns.ts';
import { Reading } from '#link/link-reading.ts';
import type { Waiting } from './stalled-peers.ts';
import { unread } from './unread-bytes.ts';
import type { Watched } from './vanished-peers.ts';

const nothing = new Uint8Array(0);

/** The last bytes that were written: the same go to many links, one after the other. */
let last: { readonly bytes: Uint8Array; readonly buffer: Buffer } = { bytes: nothing, buffer: Buffer.from(nothing) };

/** As a socket takes them. Of other bytes it makes a buffer with each write. */
function asBuffer(bytes: Uint8Array): Uint8Array {
  if (last.bytes === bytes) return last.buffer;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  last = { bytes, buffer };
  return buffer;
}

/** One link over one `net.Socket`, which must be open, paused and allowed to be half open. */
export class TcpLink extends Reading implements Link, Waiting, Watched, TurnReader, SocketOwner {
  readonly peer: Peer;
  readonly #socket: OwnedSocket;
  readonly #settings: LinkSettings;
  /** This link's count in the budget; 0 unless it is slow. */
  #counted = 0;
  /** Of these, bytes that wait here, and in a queue above. */
  #own = 0;
  #above = 0;
  #networkName: string | undefined;
  /** The turns of its address; undefined until it reads. */
  #turns: AddressTurns | undefined;
  #hasRead = false;
  readIn = -1;
  held = 0;
  allowance: LinkAllowance | undefined = undefined;
  /** Some written bytes were not sent, or may not have been. */
  #lost = false;
  /** Stops the timer of the grace period. */
  #stop: (() => void) | undefined;

  /** `network`: what it is counted for, if not the network of its peer. */
  constructor(socket: Socket, settings: LinkSettings, network?: string) {
    super();
    this.#networkName = network;
    // Read at once, because a closed socket has no addresses any more.
    this.peer = peerOf(socket);
    setShape(socket);
    setOwner(socket, this);
    this.#socket = socket;
    this.#settings = settings;
    settings.vanished.add(this);
    settings.taps.tap?.opened?.(this);
  }

  get local(): Peer | undefined {
    const { localAddress, localPort } = this.#socket;
    return localAddress === undefined ? undefined : { address: unmapped(localAddress), port: localPort ?? 0 };
  }

  get queued(): number {
    // Asked after each write, and nearly always 0. `destroyed` is in another object, which a write does not touch.
    return this.#socket.writableLength === 0 || this.#socket.destroyed ? 0 : this.#socket.writableLength;
  }

  get scarce(): boolean {
    return this.#settings.budget.isScarce(this.#network);
  }

  countAbove(bytes: number): void {
    const before = this.#above;
    if (bytes === before || this.#socket.destroyed) return;
    this.#above = bytes;
    if (!this.#count(this.#own) && bytes > before) this.#over('slow');
  }

  get #network(): string {
    return (this.#networkName ??= this.#settings.networkOf(this.peer.address));
  }

  get delivered(): boolean {
    return !this.#lost && this.queued === 0;
  }

  write(bytes: Uint8Array): void {
    const socket = this.#socket;
    if (!socket.writable) {
      this.#lost = true;
      return;
    }
    if (socket.writableLength + bytes.length > this.#settings.outbox) return this.#over('slow');
    this.#settings.taps.tap?.sent(bytes, this);
    this.#settings.vanished.wrote();
    // Copied, because a waiting frame may be a small part of a large block and would keep all of it in memory.
    const kept = socket.writableLength > 0 && 2 * bytes.length < bytes.buffer.byteLength ? bytes.slice() : bytes;
    if (!socket.write(asBuffer(kept))) this.#pushedBack();
  }

  drained(): Promise<void> {
    const socket = this.#socket;
    if (this.queued === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => resolve();
      if (socket.writableEnded) socket.end(done);
      else socket.write(nothing, done);
    });
  }

  end(): void {
    if (!this.#socket.writable) return;
    this.#socket.end();
    this.#settings.taps.tap?.ended?.(this, 'own', 'fin');
    if (this.#settings.accepted) this.#socket.unref();
    this.#stop = this.#settings.after(this.#settings.grace, () => this.abort());
  }

  abort(): void {
    this.#over('closed');
  }

  /** Also moves while one long write is taken piece by piece. */
  get progress(): number {
    const handle: unknown = Reflect.get(this.#socket, '_handle');
    const size: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'writeQueueSize') : 0;
    return this.#socket.bytesWritten - this.queued - (typeof size === 'number' ? size : 0);
  }

  get connection(): TcpConnection | undefined {
    const { localPort } = this.#socket;
    const { address, port } = this.peer;
    return localPort === undefined || port === 0 ? undefined : { localPort, address, port };
  }

  stalled(): void {
    this.#over('slow');
  }

  vanished(): void {
    this.#settings.taps.tap?.ended?.(this, 'own', 'reset');
    // As the kernel does it after a quarter of an hour.
    this.#socket.destroy(new Error('the peer acknowledges nothing'));
  }

  /** The socket has read. */
  data(chunk: Uint8Array): void {
    this.#settings.taps.tap?.received(chunk, this);
    this.#turns?.took(this, chunk.length);
    this.received(chunk);
  }

  /** The peer has said that nothing more comes. */
  ended(): void {
    this.#settings.taps.tap?.ended?.(this, 'peer', 'fin');
    this.finish('ended');
  }

  /** The outbox of a slow link became empty. */
  emptied(): void {
    this.#count(0);
  }

  /** The socket is gone. */
  closed(): void {
    this.#stop?.();
    this.#above = 0;
    this.#count(0);
    this.#turns?.leave(this);
    this.#turns = undefined;
    this.#settings.vanished.delete(this);
    // It is unknown whether the peer has read the bytes that the kernel had taken.
    if (this.#socket.errored !== null) this.#lost = true;
    this.#keepUnsent();
    const { tap } = this.#settings.taps;
    if (this.#socket.errored !== null) tap?.ended?.(this, 'peer', 'reset');
    tap?.closed?.(this);
    this.finish('reset');
    this.#settings.onOver?.(this);
  }

  protected override flow(): void {
    const socket = this.#socket;
    if (!this.#hasRead) passDataToOwner(socket);
    this.#hasRead = true;
    this.#turns ??= this.#settings.turns.reads.enter(this.#network, this.#settings.inputRates);
    this.#turns.start(this);
  }

  protected override hold(): void {
    this.#turns?.stop(this, this.untaken);
    this.stopReading();
  }

  /** It is the link's turn to read. */
  startReading(): void {
    startReading(this.#socket);
    this.#socket.resume();
  }

  /** Others read first, or its reader has enough. */
  stopReading(): void {
    this.#socket.pause();
    stopReading(this.#socket);
  }

  protected override keeps(unfinished: number): void {
    this.#turns?.keeps(this, unfinished);
  }

  protected override fail(error: unknown): void {
    this.abort();
    this.#settings.onError(error, this);
  }

  /** `write` has returned false: it failed, or enough waits to be counted. */
  #pushedBack(): void {
    const socket = this.#socket;
    if (socket.errored !== null) {
      this.#lost = true;
      this.#keepUnsent();
      this.#late(unread(socket, this.#settings.outbox));
      return;
    }
    if (socket.writableLength === 0) return;
    tellOwnerWhenEmptied(socket);
    if (!this.#count(socket.writableLength)) this.#over('slow');
  }

  /** `own`: bytes that wait here. False: all links together have too many waiting, and its address has too many of these. */
  #count(own: number): boolean {
    if (own > 0) this.#settings.stalls.add(this);
    else if (this.#own > 0) this.#settings.stalls.delete(this);
    const before = this.#counted;
    this.#own = own;
    this.#counted = own + this.#above;
    return this.#settings.budget.recount(this.#network, before, this.#counted);
  }

  /** Takes the bytes that a failed socket had read and not handed out. */
  #keepUnsent(): void {
    const socket = this.#socket;
    // Until the error is emitted, `read` gives the bytes to the listener as well.
    if (socket.readableLength > 0) stopPassingData(socket);
    while (socket.readableLength > 0) {
      const chunk: unknown = socket.read();
      if (!(chunk instanceof Uint8Array)) return;
      this.#late(chunk);
    }
  }

  #late(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#settings.taps.tap?.received(chunk, this);
    this.append(chunk);
  }

  #over(end: 'closed' | 'slow'): void {
    const socket = this.#socket;
    if (end === 'slow' || this.queued > 0) this.#lost = true;
    if (!socket.destroyed) this.#settings.taps.tap?.ended?.(this, 'own', 'reset');
    this.drop(end);
    // Not only when it has closed: until then other links would lack this part of the budget.
    this.#above = 0;
    this.#count(0);
    if (socket.closed) queueMicrotask(() => this.finish(end));
    // A reset while a FIN is under way fails, and the socket would never close.
    else if (socket.writableEnded) socket.destroy();
    else if (!socket.destroyed) socket.resetAndDestroy();
    if (end === 'slow') this.#settings.onSlow(this);
  }
}

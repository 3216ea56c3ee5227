import type { Socket } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import { forgetTimer } from './socket-timer.ts';
import { setShape, startReading, stopReading } from './read-handle.ts';
import { type LinkAllowance, type InputRates, perParsedMs } from '#link/input/input-rates.ts';
import type { LinkSettings } from '#link/link-options.ts';
import { Lingering } from './lingering.ts';
import type { AddressTurns, TurnReader } from '#link/input/address-turns.ts';
import type { Sliced } from '#link/input/slice-turns.ts';

/** Bytes that are parsed without a look at the clock. */
const sliceLength = 1024;

/**
 * Requests of one connection that are not answered yet: from the first number on no further ones are parsed, and with the second
 * the connection is closed. Only what follows a body that a slice has cut comes to more than the first. Node makes an error for
 * each of them when the connection closes, and 64 kB can be three thousand.
 */
const [mostAsked, mostAskedEver] = [16, 256];

const nothing: Uint8Array = new Uint8Array(0);

/** What keeps input above a socket: a WebSocket's link. */
export interface InputAbove {
  /** Bytes of memory of whole messages that its reader has not taken. */
  readonly waiting: number;
  /** Bytes of memory of a message that is not complete. */
  readonly unfinishedAbove: number;
  /** See `TurnReader`. */
  endUnfinished(least: number): void;
}

/**
 * A `net.Socket` that hands its input over in slices: see `SliceTurns`. What is written goes through. It has what
 * Node's HTTP server and ws use of a socket.
 */
export class SlicedSocket extends Duplex implements Sliced, TurnReader {
  readonly under: Socket;
  #network: string;
  readIn = -1;
  held = 0;
  allowance: LinkAllowance | undefined = undefined;
  unfinished = 0;
  /** Undefined as long as it speaks HTTP. */
  above: InputAbove | undefined = undefined;
  /** Refuses a request whose head is not complete. */
  refuse: () => void = () => this.destroy();
  /** Bytes of the head of a request so far. */
  #head = 0;
  /** The connection was refused, and is closing. */
  #refused = false;
  #turns: AddressTurns;
  /** Input that was read, and is not handed over yet. */
  #rest = nothing;
  /** The peer has said that nothing more comes. */
  #ended = false;
  /** Its reader can take more input. */
  #wanted = false;
  #waiting = false;
  #asked = 0;
  #last: IncomingMessage | undefined = undefined;
  readonly #settings: Pick<LinkSettings, 'after' | 'turns'>;
  /** Its last answer is written: what comes is discarded. */
  #lingering: Lingering | undefined = undefined;

  /** `rates`: how fast its input is read and parsed. */
  constructor(
    under: Socket,
    network: string,
    highWaterMark: number,
    settings: Pick<LinkSettings, 'after' | 'turns'>,
    rates?: InputRates,
  ) {
    super({ allowHalfOpen: true, highWaterMark });
    this.under = under;
    this.#settings = settings;
    this.#network = network;
    this.#turns = this.#settings.turns.reads.enter(network, rates);
    setShape(under);
    under.pause();
    under.on('data', (chunk: Buffer) => this.#read(chunk));
    under.on('end', () => {
      this.#ended = true;
      if (this.#lingering) this.destroy();
      else this.#go();
    });
    under.on('timeout', () => this.emit('timeout'));
    under.on('error', (error) => this.destroy(error));
    under.on('close', (failed) => {
      if (failed || !this.#ended) this.destroy();
    });
  }

  get network(): string {
    return this.#network;
  }

  /** The connection now counts for another network: that of the client behind a proxy to which alone it belongs. */
  belongsTo(network: string, rates?: InputRates): void {
    if (this.destroyed) return;
    const waited = this.#settings.turns.slices.leave(this);
    const { held, unfinished } = this;
    this.stopReading();
    this.#turns.leave(this);
    this.#network = network;
    this.#turns = this.#settings.turns.reads.enter(network, rates);
    this.allowance = undefined;
    this.#turns.stop(this, held);
    this.#turns.keeps(this, unfinished);
    if (waited) this.#settings.turns.slices.enter(this);
    // While it waits for a slice, it reads again after that.
    else this.#go();
  }

  get remoteAddress(): string | undefined {
    return this.under.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.under.remotePort;
  }

  setTimeout(ms: number): this {
    this.under.setTimeout(ms);
    if (ms === 0) forgetTimer(this.under);
    return this;
  }

  setNoDelay(on?: boolean): this {
    this.under.setNoDelay(on);
    return this;
  }

  setKeepAlive(on?: boolean, delay?: number): this {
    this.under.setKeepAlive(on, delay);
    return this;
  }

  /** Closes once everything is written, and the peer has stopped sending. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.#linger();
    else this.once('finish', () => this.#linger());
  }

  #linger(): void {
    if (this.#ended) return void this.destroy();
    if (this.destroyed || this.#lingering) return;
    this.#lingering = new Lingering(this.#settings.after, () => this.destroy());
    this.#rest = nothing;
    this.#settings.turns.slices.leave(this);
    this.#turns.start(this);
  }

  /** A request of it was parsed, and is answered by `response`. */
  asks(request: IncomingMessage, response: ServerResponse): void {
    this.#last = request;
    this.#head = 0;
    if (++this.#asked > mostAskedEver) return void this.destroy();
    response.once('close', () => {
      this.#asked--;
      this.#go();
    });
  }

  /** Its requests must be answered before more are parsed. The rest of a body is parsed: its request is not answered before. */
  get #isBusy(): boolean {
    return this.#asked >= mostAsked && this.#last?.complete === true;
  }

  startReading(): void {
    // It has waited to be parsed.
    if (this.#rest.length > 0) {
      this.#turns.pause(this, this.#kept);
      return this.#go();
    }
    startReading(this.under);
    this.under.resume();
  }

  stopReading(): void {
    this.under.pause();
    stopReading(this.under);
  }

  /** See `Sliced`. */
  took(ms: number): void {
    if (this.allowance) this.#turns.spend(this, Math.ceil(ms * perParsedMs));
  }

  next(): boolean {
    if (!this.#turns.mayParse(this)) {
      this.#waiting = false;
      this.#turns.wait(this);
      return false;
    }
    const slice = this.#slice();
    if (!this.above && !this.#refused && this.#last?.complete !== false) this.#head += slice.length;
    this.#wanted = false;
    // The reader may ask for more inside of `push`, and then asks only once.
    if (this.push(slice)) this.#wanted = true;
    this.#waiting = this.#rest.length > 0 && this.#wanted && !this.#isBusy && !this.destroyed;
    if (!this.#waiting) this.#go();
    this.#count();
    return this.#waiting;
  }

  /** See `TurnReader`. */
  endUnfinished(least: number): void {
    if (this.above) this.above.endUnfinished(least);
    else if (this.#head > least) {
      this.#head = 0;
      this.#refused = true;
      if (this.#asked > 0) this.destroy();
      else this.refuse();
    }
    this.#count();
  }

  /** The next slice. ws keeps it as long as a message is not complete, and would keep all that was read with it. */
  #slice(): Uint8Array {
    const slice = this.#rest.subarray(0, sliceLength);
    this.#rest = slice.length < this.#rest.length ? this.#rest.subarray(slice.length) : nothing;
    if (!this.above || 2 * slice.length >= slice.buffer.byteLength) return slice;
    const copy = Buffer.allocUnsafeSlow(slice.length);
    copy.set(slice);
    return copy;
  }

  /** Counts what is kept of its input, here and above. */
  #count(): void {
    if (this.destroyed) return;
    const { above } = this;
    const held = this.#kept;
    if (held !== this.held) this.#turns.holds(this, held);
    const unfinished = above ? above.unfinishedAbove : this.#head;
    if (unfinished !== this.unfinished) this.#turns.keeps(this, unfinished);
  }

  /** Bytes of memory of what was read and waits. */
  get #kept(): number {
    return this.#rest.buffer.byteLength + (this.above?.waiting ?? 0);
  }

  override _read(): void {
    this.#wanted = true;
    this.#go();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.under.write(chunk, done);
  }

  override _writev(chunks: readonly { readonly chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this.under.cork();
    for (const [index, { chunk }] of chunks.entries()) {
      if (index < chunks.length - 1) this.under.write(chunk);
      else this.under.write(chunk, done);
    }
    this.under.uncork();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.under.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#rest = nothing;
    this.#lingering?.stop();
    this.#settings.turns.slices.leave(this);
    this.#turns.leave(this);
    this.under.destroy();
    done(error);
  }

  #read(chunk: Uint8Array): void {
    if (this.destroyed) return;
    this.#turns.took(this, chunk.length);
    if (this.#lingering) return void (this.#lingering.discards(chunk.length) || this.destroy());
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#go();
    if (this.destroyed || (this.#wanted && this.#rest.length === 0)) return;
    this.#turns.pause(this, this.#kept);
    this.stopReading();
  }

  /** Continues if its reader takes more: hands over what was read, or else reads. */
  #go(): void {
    if (this.destroyed || this.#lingering || !this.#wanted || this.#waiting || this.#isBusy) return;
    if (this.#rest.length > 0) {
      this.#waiting = true;
      this.#settings.turns.slices.enter(this);
    } else if (!this.#ended) this.#turns.start(this);
    else {
      this.#wanted = false;
      this.push(null);
    }
  }
}

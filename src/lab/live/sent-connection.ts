import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Message } from '#lab/encapsulate/csv/read-messages.ts';
import type { Endpoint, Side } from '#lab/capture/tcp-conversation.ts';
import type { LiveConnection, LiveEvent } from './live-event.ts';
import type { OwnListener } from './own-listener.ts';

/** How long the other end may take to close its side, in ms. */
const longestClose = 2000;

/** One real TCP connection on this machine, and the record of what passes over it. */
export class SentConnection implements LiveConnection {
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly events: LiveEvent[] = [];
  /** The other end has reset or closed the connection. */
  over = false;
  readonly #socket: Socket;
  /** The other end, if it is ours: then it sends the rows of the other direction. */
  readonly #other: Socket | undefined;
  readonly #now: () => bigint;
  readonly #closed = Promise.withResolvers<void>();
  readonly #heard = Promise.withResolvers<Uint8Array>();

  /** Rejects with Node's error if nothing listens. */
  static async open(place: Endpoint, own: OwnListener | undefined, now: () => bigint): Promise<SentConnection> {
    const socket = connect({ host: place.address, port: place.port, allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    const other = await own?.accepted(socket.localPort ?? 0);
    return new SentConnection(socket, other, now);
  }

  private constructor(socket: Socket, other: Socket | undefined, now: () => bigint) {
    this.#socket = socket;
    this.#other = other;
    this.#now = now;
    this.client = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 };
    this.server = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    this.events.push({ kind: 'opened', time: now() });
    // Both ends are ours: bytes are recorded when they are written, so received ones are ignored.
    if (other) other.resume().on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      if (!other) this.#record({ kind: 'bytes', time: now(), from: 'server', bytes });
      this.#heard.resolve(bytes);
    });
    socket.on('end', () => {
      if (!other) this.#finish('server');
      this.over = true;
      this.#closed.resolve();
    });
    socket.on('error', () => this.#record({ kind: 'reset', time: now(), from: 'server' }));
    socket.on('close', () => {
      this.over = true;
      this.#closed.resolve();
    });
  }

  /** Resolves when the other end has closed or broken off: nothing more is sent. */
  get ended(): Promise<void> {
    return this.#closed.promise;
  }

  /** The first bytes of the other end. */
  get heard(): Promise<Uint8Array> {
    return this.#heard.promise;
  }

  /** Resolves with false where the connection is over. */
  async send(from: Side, bytes: Uint8Array, message: Message): Promise<boolean> {
    if (this.over) return false;
    this.#record({ kind: 'bytes', time: this.#now(), from, bytes, message });
    const writer = from === 'server' ? (this.#other ?? this.#socket) : this.#socket;
    const taken = Promise.withResolvers<boolean>();
    writer.write(bytes, (error) => taken.resolve(!error));
    return await Promise.race([taken.promise, this.#closed.promise.then(() => taken.promise)]);
  }

  /** Closes our side, then waits for the other. */
  async close(): Promise<void> {
    if (!this.#socket.destroyed) {
      this.#finish('client');
      this.#socket.end();
      if (this.#other) {
        this.#finish('server');
        this.#other.end();
      }
      const timer = setTimeout(() => this.#closed.resolve(), longestClose);
      await this.#closed.promise;
      clearTimeout(timer);
    }
    this.#socket.destroy();
    this.#other?.destroy();
  }

  #finish(from: Side): void {
    const done = this.events.some(
      (event) => (event.kind === 'finished' && event.from === from) || event.kind === 'reset',
    );
    if (!done) this.#record({ kind: 'finished', time: this.#now(), from });
  }

  #record(event: LiveEvent): void {
    this.events.push(event);
  }
}

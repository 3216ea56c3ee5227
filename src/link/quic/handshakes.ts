import type { HostPort, NativeConnection, NativePath } from './library.ts';

/** Handshakes that have begun and are not finished. One takes some 40 kB. */
export const maxUnfinished = 512;
/** How long one may take, in ms: longer than any client waits. */
export const handshakeTimeout = 10_000;
/** Datagrams that are sent at once: the answer to a ClientHello with a usual certificate has one or two. */
const maxAtOnce = 16;
/** Datagrams of a client that a handshake may have: some three without loss. quiche keeps what they bring without a bound. */
export const mostReceived = 64;
const datagramLength = 1350;
/** The native memory of a handshake as V8 is told of it: more than it is, so that memory is freed soon. */
const nativeBytes = 64 * 1024;

interface Unfinished {
  readonly connection: NativeConnection;
  readonly path: NativePath;
  readonly network: string;
  readonly began: number;
  /**
   * V8 does not know of native memory, and would collect garbage too seldom. This buffer is counted in its place. It
   * takes no memory, because its pages are not used.
   */
  readonly nativeMemory: ArrayBuffer;
  /** Datagrams of its client. */
  received: number;
  readonly finish: (connection: NativeConnection) => void;
}

export interface HandshakesOptions {
  readonly send: (datagram: Uint8Array, to: HostPort) => void;
  readonly most?: number;
  /** Milliseconds that never go back. */
  readonly elapsed?: () => number;
}

/**
 * The handshakes of a server that are not finished. For each of them the library would make a connection with timers,
 * which takes some 1.5 ms and 80 kB, and which it keeps for seconds after its end. Here a handshake has the native part
 * alone, and no timer: lost datagrams are sent again when the client sends something again, as it must (RFC 9002,
 * 6.2.2.1). So a handshake whose client sends nothing more costs no work.
 */
export class Handshakes {
  readonly #send: (datagram: Uint8Array, to: HostPort) => void;
  readonly #most: number;
  readonly #elapsed: () => number;
  /** By the id that the server has chosen, in the order in which they began. */
  readonly #unfinished = new Map<string, Unfinished>();
  /** How many there are of each network. */
  readonly #counts = new Map<string, number>();

  constructor({ send, most = maxUnfinished, elapsed = () => performance.now() }: HandshakesOptions) {
    this.#send = send;
    this.#most = most;
    this.#elapsed = elapsed;
  }

  get size(): number {
    return this.#unfinished.size;
  }

  /** `finish`: called once, when the handshake is finished, in place of an answer to the last datagram. */
  begin(id: string, handshake: Omit<Unfinished, 'began' | 'nativeMemory' | 'received'>, datagram: Uint8Array): void {
    this.#endLate();
    if (this.#unfinished.has(id)) return;
    if (this.#unfinished.size >= this.#most) this.#endOne();
    const { network } = handshake;
    // Without `maxByteLength` it would be filled with zeros.
    const nativeMemory = new ArrayBuffer(nativeBytes, { maxByteLength: nativeBytes });
    this.#unfinished.set(id, { ...handshake, began: this.#elapsed(), nativeMemory, received: 0 });
    this.#counts.set(network, (this.#counts.get(network) ?? 0) + 1);
    this.receive(id, datagram, handshake.path.from);
  }

  /** False: there is no such handshake. */
  receive(id: string, datagram: Uint8Array, from: HostPort): boolean {
    const handshake = this.#unfinished.get(id);
    if (!handshake) return false;
    const { connection, path, finish } = handshake;
    // A client does not move before the end of its handshake (RFC 9000, 9).
    if (from.host !== path.from.host || from.port !== path.from.port) return true;
    if (++handshake.received > mostReceived) {
      this.#end(id);
      return true;
    }
    try {
      connection.onTimeout();
      connection.recv(datagram, path);
      if (connection.isEstablished()) {
        this.#end(id);
        finish(connection);
        return true;
      }
    } catch {
      // The error for the client is sent below.
    }
    this.#answer(connection, path.from);
    if (connection.isClosed() || connection.isDraining()) this.#end(id);
    return true;
  }

  #answer(connection: NativeConnection, to: HostPort): void {
    try {
      for (let sent = 0; sent < maxAtOnce; sent++) {
        const out = Buffer.allocUnsafe(datagramLength);
        const made = connection.send(out);
        if (!made) return;
        this.#send(out.subarray(0, made[0]), to);
      }
    } catch {
      // Nothing more can be sent on this connection; its client begins another one.
    }
  }

  #endLate(): void {
    const latest = this.#elapsed() - handshakeTimeout;
    for (const [id, { began }] of this.#unfinished) {
      if (began >= latest) return;
      this.#end(id);
    }
  }

  /**
   * Ends the oldest one of a network with the most. A normal one takes a tenth of a second, so one that is never
   * finished becomes the oldest.
   */
  #endOne(): void {
    const most = Math.max(...this.#counts.values());
    for (const [id, { network }] of this.#unfinished) {
      if (this.#counts.get(network) === most) return this.#end(id);
    }
  }

  #end(id: string): void {
    const handshake = this.#unfinished.get(id);
    if (!handshake) return;
    this.#unfinished.delete(id);
    const { network } = handshake;
    const count = (this.#counts.get(network) ?? 0) - 1;
    if (count > 0) this.#counts.set(network, count);
    else this.#counts.delete(network);
  }
}

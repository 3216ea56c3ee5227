import type { Readable } from 'node:stream';
import { HeldBytes } from '#text/held-bytes.ts';
import { networkOf } from '#chat/network.ts';
import { maxBody } from './body-limit.ts';
import { NetworkBytes } from './network-bytes.ts';
import type { ProblemCode } from './problem.ts';

/** Bytes of bodies of requests that are not answered yet, of the clients of one network, and of all. */
export const mostOfOne: number = 8 * 1024 * 1024;
const maxInAll: number = 64 * 1024 * 1024;

type TooMuch = Extract<ProblemCode, 'too-large' | 'too-many-requests'>;

/** The bodies of requests that are not answered yet. */
export class RequestBodies {
  readonly #bytes = new NetworkBytes(mostOfOne, maxInAll);

  /** The body of one more request. */
  of(address: string): RequestBody {
    return new RequestBody(this.#bytes, networkOf(address));
  }
}

/** The body of one request. It counts until it is disposed of. */
export class RequestBody implements Disposable {
  readonly #bytes: NetworkBytes;
  readonly #network: string;
  #counted = 0;

  constructor(bytes: NetworkBytes, network: string) {
    this.#bytes = bytes;
    this.#network = network;
  }

  /**
   * Reads the body to its end. If it is too long, or if bodies of the same network (or of all) take too much memory, the rest is not
   * read. Rejects when the client disconnects.
   *
   * Chunks are copied at once, because even a short chunk keeps the whole memory block into which it was received. `length`: as
   * announced by the client, in bytes. `begins`: called when reading begins; not called if the body is refused unread.
   */
  read(incoming: Readable, length = 0, begins: () => void = () => {}): Promise<Uint8Array | TooMuch> {
    const held = new HeldBytes(maxBody);
    return new Promise((resolve, reject) => {
      const settle = (result: Uint8Array | TooMuch): void => {
        incoming.off('data', add).off('end', end);
        if (typeof result === 'string') incoming.pause();
        resolve(result);
      };
      const add = (chunk: Uint8Array): void => {
        if (this.#bytes.isFull(this.#network)) return settle('too-many-requests');
        if (!held.add(chunk)) return settle('too-large');
        this.#bytes.count(this.#network, chunk.length);
        this.#counted += chunk.length;
      };
      const end = (): void => settle(held.take());
      if (length > maxBody) return resolve('too-large');
      if (this.#bytes.isFull(this.#network)) return resolve('too-many-requests');
      begins();
      incoming
        .on('error', reject)
        .on('close', () => reject(new Error('the client has disconnected')))
        .on('end', end)
        .on('data', add);
    });
  }

  [Symbol.dispose](): void {
    this.#bytes.count(this.#network, -this.#counted);
    this.#counted = 0;
  }
}

import type { EventEmitter } from 'node:events';
import { networkOf } from '#chat/network.ts';
import { NetworkBytes } from './network-bytes.ts';

/** Bytes of answers that may wait for the clients of one network, and for all. One more answer may begin. */
const [mostOfOne, maxInAll] = [8 * 1024 * 1024, 64 * 1024 * 1024];

/** Counts the bytes of answers that clients have not read yet. */
export class UnsentAnswers {
  readonly #bytes = new NetworkBytes(mostOfOne, maxInAll);

  /** Whether too many of them wait for that address, or for all. */
  isFull(address: string): boolean {
    return this.#bytes.isFull(networkOf(address));
  }

  /** An answer of this many bytes will be sent. */
  add(address: string, bytes: number, response: EventEmitter): void {
    const network = networkOf(address);
    this.#bytes.count(network, bytes);
    response.once('close', () => this.#bytes.count(network, -bytes));
  }
}

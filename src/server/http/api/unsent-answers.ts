import type { EventEmitter } from 'node:events';
import { networkOf } from '#chat/network.ts';

/** Bytes of answers that may wait for the clients of one network, and for all. One more answer may begin. */
const [mostOfOne, mostInAll] = [8 * 1024 * 1024, 64 * 1024 * 1024];

/** Counts the bytes of answers that clients have not read yet. */
export class UnsentAnswers {
  readonly #ofNetwork = new Map<string, number>();
  #inAll = 0;

  /** Whether too many of them wait for that address, or for all. */
  isFull(address: string): boolean {
    return this.#inAll >= mostInAll || (this.#ofNetwork.get(networkOf(address)) ?? 0) >= mostOfOne;
  }

  /** An answer of this many bytes will be sent. */
  add(address: string, bytes: number, response: EventEmitter): void {
    const network = networkOf(address);
    this.#count(network, bytes);
    response.once('close', () => this.#count(network, -bytes));
  }

  #count(network: string, bytes: number): void {
    this.#inAll += bytes;
    const now = (this.#ofNetwork.get(network) ?? 0) + bytes;
    if (now > 0) this.#ofNetwork.set(network, now);
    else this.#ofNetwork.delete(network);
  }
}

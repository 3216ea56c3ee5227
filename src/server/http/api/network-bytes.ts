/** Counts the bytes that are held for each network, and for all. */
export class NetworkBytes {
  readonly #maxOfOne: number;
  readonly #maxInAll: number;
  readonly #ofNetwork = new Map<string, number>();
  #inAll = 0;

  constructor(mostOfOne: number, maxInAll: number) {
    this.#maxOfOne = mostOfOne;
    this.#maxInAll = maxInAll;
  }

  /** Whether too many are held for that network, or for all. */
  isFull(network: string): boolean {
    return this.#inAll >= this.#maxInAll || (this.#ofNetwork.get(network) ?? 0) >= this.#maxOfOne;
  }

  /** Adds to the bytes that are held for the network; negative: subtracts. */
  count(network: string, bytes: number): void {
    this.#inAll += bytes;
    const now = (this.#ofNetwork.get(network) ?? 0) + bytes;
    if (now > 0) this.#ofNetwork.set(network, now);
    else this.#ofNetwork.delete(network);
  }
}

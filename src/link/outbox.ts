/** How much of a budget one address may have: an eighth, so that it takes several to be felt by others. */
const shares = 8;

/**
 * Bytes that may wait in the outboxes of slow links together, and in those of one address. Share one among all listeners.
 * What is counted is as last seen when a slow link was written to or ran dry, so never less than what waits.
 */
export class Budget {
  readonly bytes: number;
  readonly #networks = new Map<string, number>();
  #used = 0;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  /** Bytes that wait. */
  get used(): number {
    return this.#used;
  }

  /** Half of it is used, or half of what the links of this network may have: no link should let a byte wait. */
  isScarce(network: string): boolean {
    return this.#used > this.bytes / 2 || this.#usedBy(network) > this.bytes / (2 * shares);
  }

  /**
   * Replaces what a link counted for by what it counts for now. False when all together are beyond the budget, and its
   * network has more than its share.
   */
  recount(network: string, before: number, now: number): boolean {
    if (before === now) return true;
    this.#used += now - before;
    const used = this.#usedBy(network) + now - before;
    if (used > 0) this.#networks.set(network, used);
    else this.#networks.delete(network);
    return this.#used <= this.bytes || used <= this.bytes / shares;
  }

  #usedBy(network: string): number {
    return this.#networks.get(network) ?? 0;
  }
}

/** Who gives no budget shares this one of 64 MiB. */
export const commonBudget: Budget = new Budget(64 * 1024 * 1024);

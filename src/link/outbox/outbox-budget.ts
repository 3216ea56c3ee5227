/** The share of a budget that one address may have: an eighth, so that one address alone does not affect the others. */
const shares = 8;

/**
 * Bytes that may wait in the outboxes of slow links together, and in those of one address. Share one among all listeners.
 * The count of a slow link is updated when it is written to or becomes empty, so it is never too low.
 */
export class OutboxBudget {
  readonly bytes: number;
  readonly #networks = new Map<string, number>();
  #used = 0;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  /** Number of bytes that wait. */
  get used(): number {
    return this.#used;
  }

  /** Half of the budget is used, or half of this network's share: no link should queue more. */
  isScarce(network: string): boolean {
    return this.#used > this.bytes / 2 || this.#usedBy(network) > this.bytes / (2 * shares);
  }

  /**
   * Replaces the count of a link. False when all together are above the budget, and its network is above its share.
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

/** The bytes of a server's budget. */
export const usualBudget: number = 64 * 1024 * 1024;
/** The default budget, shared by all links of the process without another one. */
export const commonBudget: OutboxBudget = new OutboxBudget(usualBudget);

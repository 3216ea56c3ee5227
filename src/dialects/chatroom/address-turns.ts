import { networkOf } from '#chat/network.ts';
import { type NetworkItem, RoundRobin } from '#turns/round-robin.ts';

/** A task that waits for its turn. */
interface Waiting extends NetworkItem {
  readonly begin: () => void;
}

/**
 * Limits how many tasks run at a time, in all and per address (IPv6: /64). Waiting tasks take turns by address, so an address with
 * one task is not delayed by one with many.
 */
export class AddressTurns {
  readonly #perAddress: number;
  #free: number;
  readonly #underWay = new Map<string, number>();
  readonly #waiting = new RoundRobin<Waiting>();
  /** The functions that hurry running tasks, of those that were not hurried yet. */
  readonly #hurries = new Set<() => void>();

  constructor(atOnce: number, perAddress: number = atOnce) {
    this.#free = atOnce;
    this.#perAddress = perAddress;
  }

  /** `hurry`: called once while the task runs, if others wait because too many run in all. */
  async take<T>(from: string, work: () => Promise<T>, hurry?: () => void): Promise<T> {
    const address = networkOf(from);
    if (this.#mayGo(address)) this.#go(address);
    else await this.#turn(address);
    if (hurry) this.#hurries.add(hurry);
    if (this.#waiting.size > 0) this.#hurry();
    try {
      return await work();
    } finally {
      if (hurry) this.#hurries.delete(hurry);
      this.#done(address);
    }
  }

  #hurry(): void {
    if (this.#free > 0) return;
    const hurries = [...this.#hurries];
    this.#hurries.clear();
    for (const hurry of hurries) hurry();
  }

  #mayGo(address: string): boolean {
    return this.#free > 0 && (this.#underWay.get(address) ?? 0) < this.#perAddress;
  }

  #go(address: string): void {
    this.#free--;
    this.#underWay.set(address, (this.#underWay.get(address) ?? 0) + 1);
  }

  #turn(address: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ network: address, begin: resolve });
      this.#hurry();
    });
  }

  #done(address: string): void {
    const left = (this.#underWay.get(address) ?? 0) - 1;
    if (left > 0) this.#underWay.set(address, left);
    else this.#underWay.delete(address);
    this.#free++;
    const next = this.#waiting.shift((network) => this.#mayGo(network));
    if (!next) return;
    this.#go(next.network);
    next.begin();
  }
}

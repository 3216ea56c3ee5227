import type { Millis } from '#chat/event.ts';
import { HourlyCounts } from '#chat/hourly-counts.ts';

/**
 * Accounts made from one network in an hour. Those with an invitation have a count of their own, so that a person who
 * registers again and again does not keep out those behind the same router who were invited.
 */
export class Registrations {
  readonly #open: HourlyCounts;
  readonly #invited: HourlyCounts;

  /** `limit`: of each of the two. */
  constructor(limit: number) {
    this.#open = new HourlyCounts(limit);
    this.#invited = new HourlyCounts(limit);
  }

  isFull(network: string, isInvited: boolean, now: Millis): boolean {
    return this.#countsOf(isInvited).isFull(network, now);
  }

  add(network: string, isInvited: boolean, now: Millis): void {
    this.#countsOf(isInvited).add(network, now);
  }

  #countsOf(isInvited: boolean): HourlyCounts {
    return isInvited ? this.#invited : this.#open;
  }
}

import { Cache } from '#chat/cache.ts';
import type { UserId } from '#chat/event.ts';

/** Accounts remembered: the latest to log in. */
const maxAccounts = 10_000;
/** Networks remembered per account: the latest it logged in from. */
const maxNetworks = 8;

/**
 * The networks that accounts logged in from, with the right password. Kept in memory only: after a restart, no network is
 * known for an account until it logs in again.
 */
export class KnownNetworks {
  readonly #networks = new Cache<UserId, readonly string[]>(maxAccounts);

  has(account: UserId, network: string): boolean {
    return this.#networks.get(account)?.includes(network) ?? false;
  }

  add(account: UserId, network: string): void {
    const others = this.#networks.get(account)?.filter((each) => each !== network) ?? [];
    // The cache forgets what was set first.
    this.#networks.delete(account);
    this.#networks.set(account, [network, ...others].slice(0, maxNetworks));
  }
}

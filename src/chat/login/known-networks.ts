import { Cache } from '#chat/cache.ts';
import type { UserId } from '#chat/event.ts';

/** Accounts remembered: those that came last. */
const maxAccounts = 10_000;
/** Networks of one account: those it came from last. */
const maxNetworks = 8;

/**
 * From where accounts came, with the right password. In memory alone: a restart forgets it, and each account's next
 * login is one from anywhere, as its first one was.
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

import { Cache } from '#chat/cache.ts';
import type { UserRef } from '#chat/event.ts';
import type { Store } from '#chat/ports.ts';

/** Names that are cached: some 150 bytes each. */
const cachedNames = 8192;

/** Accounts that were looked up in the store by name, and names that no account has: a peer may write to one again and again. */
export class AccountNames {
  readonly #store: Pick<Store, 'accountNamed'>;
  readonly #found = new Cache<string, UserRef | null>(cachedNames);

  constructor(store: Pick<Store, 'accountNamed'>) {
    this.#store = store;
  }

  /** By a key from `name-keys.ts`. */
  find(key: string): UserRef | undefined {
    let found = this.#found.get(key);
    if (found === undefined) {
      const account = this.#store.accountNamed(key);
      found = account ? { id: account.id, name: account.name } : null;
      this.#found.set(key, found);
    }
    return found ?? undefined;
  }

  /** An account was made, removed or named otherwise. */
  clear(): void {
    this.#found.clear();
  }
}

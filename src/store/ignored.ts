import { Cache } from '#chat/cache.ts';
import type { Effect } from '#chat/effect.ts';
import type { UserId } from '#chat/event.ts';
import { nobody } from '#chat/readable/ignoring.ts';
import { integer } from './row-values.ts';
import type { Statements } from './statements.ts';

/** Number of users whose list is cached. */
const cachedUsers = 4096;

/** Which users ignore whom: the table, and a cache of it. While the table is empty, nothing is looked up. */
export class Ignored {
  readonly #on: Statements;
  readonly #users = new Cache<UserId, ReadonlySet<UserId>>(cachedUsers);
  #any: boolean;

  constructor(on: Statements) {
    this.#on = on;
    this.#any = on.anyIgnored.get() !== undefined;
  }

  /** Returns the same object until the set changes. */
  of(user: UserId): ReadonlySet<UserId> {
    if (!this.#any) return nobody;
    let ignored = this.#users.get(user);
    if (!ignored) {
      const rows = this.#on.ignoredBy.all(user);
      ignored = rows.length === 0 ? nobody : new Set(rows.map((row) => integer(row[0])));
      this.#users.set(user, ignored);
    }
    return ignored;
  }

  set({ user, whom: { id }, on }: Effect & { kind: 'ignored' }): void {
    this.#any = true;
    this.#users.delete(user);
    (on ? this.#on.ignore : this.#on.unignore).get(user, id);
  }

  /** The user no longer exists: a guest has left, or an account was removed. */
  end(user: UserId): void {
    if (!this.#any) return;
    this.#on.unignoreAll.get(user);
    for (const row of this.#on.unignoreUser.all(user)) this.#users.delete(integer(row[0]));
    this.#users.delete(user);
  }

  /** The batch was rolled back. */
  forget(): void {
    this.#users.clear();
    this.#any = this.#on.anyIgnored.get() !== undefined;
  }
}

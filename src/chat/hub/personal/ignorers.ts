import type { Effect } from '#chat/effect.ts';
import type { Entry, UserId } from '#chat/event.ts';
import { asIgnored } from '#chat/ignoring.ts';

/**
 * Who of the users with sessions on this node ignores whom, as of what was shown. Where nobody is ignored, as in nearly all
 * rooms, an entry costs one look-up.
 */
export class Ignorers {
  /** By the one who is ignored. */
  readonly #by = new Map<UserId, Set<UserId>>();
  /** By the one who ignores. */
  readonly #of = new Map<UserId, ReadonlySet<UserId>>();

  /** A session of the user has come, who ignores these. */
  come(user: UserId, ignored: ReadonlySet<UserId>): void {
    if (ignored.size === 0 || this.#of.has(user)) return;
    for (const whom of ignored) this.#add(user, whom);
  }

  /** The user has no session here any more. */
  forget(user: UserId): void {
    for (const whom of this.#of.get(user) ?? []) this.#remove(user, whom);
  }

  apply({ user, whom: { id }, on }: Effect & { kind: 'ignored' }): void {
    if (on) this.#add(user, id);
    else this.#remove(user, id);
  }

  /** Whether what a user says is not shown to another one. */
  ignores(user: UserId, whom: UserId): boolean {
    return this.#by.get(whom)?.has(user) === true;
  }

  /** The users to whom an entry is shown otherwise (`asIgnored`) than to all; undefined if there are none. */
  of(entry: Entry): ReadonlySet<UserId> | undefined {
    if (this.#by.size === 0) return undefined;
    const users = this.#by.get(entry.from.id);
    return users && asIgnored(entry) !== entry ? users : undefined;
  }

  #add(user: UserId, whom: UserId): void {
    const by = this.#by.get(whom);
    if (by) by.add(user);
    else this.#by.set(whom, new Set([user]));
    this.#of.set(user, new Set(this.#of.get(user)).add(whom));
  }

  #remove(user: UserId, whom: UserId): void {
    const by = this.#by.get(whom);
    if (by?.delete(user) && by.size === 0) this.#by.delete(whom);
    const left = new Set(this.#of.get(user));
    left.delete(whom);
    if (left.size === 0) this.#of.delete(user);
    else this.#of.set(user, left);
  }
}

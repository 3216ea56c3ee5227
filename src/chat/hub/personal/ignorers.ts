import type { Effect } from '#chat/effect.ts';
import type { Entry, UserId } from '#chat/event.ts';
import { asIgnored, asSeen, nobody } from '#chat/readable/ignoring.ts';

/**
 * Which users with sessions on this node ignore whom, as of what was shown. Where nobody is ignored, as in nearly all
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

  /** The users to whom an entry is not shown as to all (`shownTo`); undefined if there are none. */
  of(entry: Entry): ReadonlySet<UserId> | undefined {
    if (this.#by.size === 0) return undefined;
    const { event, from } = entry;
    const users = asIgnored(entry) === entry ? undefined : this.#by.get(from.id);
    if (event.kind !== 'reacted' || event.head === undefined) return users;
    const all = new Set([...(users ?? nobody), ...(this.#by.get(event.of.id) ?? nobody)]);
    // The user who reacts gets its answer.
    all.delete(from.id);
    return all.size > 0 ? all : undefined;
  }

  /** An entry as it is shown to a user who may ignore its sender, or a user whom it quotes; undefined: it is not shown. */
  shownTo(user: UserId, entry: Entry): Entry | undefined {
    return asSeen(entry, (whom) => this.ignores(user, whom));
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

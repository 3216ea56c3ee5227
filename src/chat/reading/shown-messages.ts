import type { Effect, TextChanged } from '#chat/effect.ts';
import type { Entry, Seq, UserRef } from '#chat/event.ts';
import { effectsOf, type Outcome } from '#chat/outcome.ts';
import type { ReactionRow, ReactorRow, Store } from '#chat/ports.ts';

type Reacted = Effect & { kind: 'reaction' };

/** A change that is in the store and was not shown yet, and its place. */
interface Unshown<E> {
  readonly at: Seq;
  readonly effect: E;
}

/**
 * Messages as last shown. While a batch is under way, the store is ahead: it has the texts and reactions of the batch
 * already. Old texts are kept no longer than that.
 */
export class ShownMessages {
  /** The store, as of what was shown. */
  readonly store: Store;
  readonly #store: Store;
  readonly #shown: () => Seq;
  #upto: Seq = 0;
  /** The latest first. */
  #texts: readonly Unshown<TextChanged>[] = [];
  #reactions: readonly Unshown<Reacted>[] = [];

  /** `shown`: the last place that was shown. */
  constructor(store: Store, shown: () => Seq) {
    this.#store = store;
    this.#shown = shown;
    this.store = {
      ...store,
      entry: (seq) => this.#one(store.entry(seq)),
      entries: (room, range) => this.#all(store.entries(room, range)),
      merged: (rooms, limit) => this.#all(store.merged(rooms, limit)),
      log: (after, limit) => this.#all(store.log(after, limit)),
      textChanges: (after, upto, limit) => this.#all(store.textChanges(after, upto, limit)),
      reactions: (target) => this.#reactionsOf(target),
      hasReacted: (target, emoji, user) => this.#hasReacted(target, emoji, user),
      reactors: (target, emoji, limit) => this.#reactorsOf(target, store.reactors(target, emoji, limit), () => emoji),
      allReactors: (target, limit) =>
        this.#reactorsOf(target, store.allReactors(target, limit), (row: ReactorRow) => row.emoji),
    };
  }

  /** Called when a batch is in the store, but is not durable yet and nothing of it was shown. */
  judged(outcomes: readonly Outcome[]): void {
    const texts: Unshown<TextChanged>[] = [];
    const reactions: Unshown<Reacted>[] = [];
    for (const { seq, verdict } of outcomes) {
      const effects = effectsOf(verdict);
      if (!effects) continue;
      for (const effect of effects) {
        if (effect.kind === 'text') texts.push({ at: seq, effect });
        else if (effect.kind === 'reaction') reactions.push({ at: seq, effect });
      }
    }
    this.#texts = texts.reverse();
    this.#reactions = reactions.reverse();
    this.#upto = outcomes.at(-1)?.seq ?? 0;
  }

  /** Called when all of the batch was shown. */
  shown(): void {
    if (this.#texts.length > 0) this.#texts = [];
    if (this.#reactions.length > 0) this.#reactions = [];
  }

  get #behind(): boolean {
    return this.#upto > this.#shown() && (this.#texts.length > 0 || this.#reactions.length > 0);
  }

  #one(entry: Entry | undefined): Entry | undefined {
    return entry && this.#behind ? this.#asShown(entry) : entry;
  }

  #all(entries: readonly Entry[]): readonly Entry[] {
    return this.#behind ? entries.map((entry) => this.#asShown(entry)) : entries;
  }

  #asShown(entry: Entry): Entry {
    const { event } = entry;
    if (event.kind !== 'message' && event.kind !== 'edited') return entry;
    const before = this.#before(event.kind === 'message' ? entry.seq : event.target);
    if (!before) return entry;
    return { ...entry, event: event.kind === 'message' ? before : { ...event, text: before.text } };
  }

  /** The message as last shown, if it was changed since. */
  #before(target: Seq): TextChanged['before'] | undefined {
    const shown = this.#shown();
    return this.#texts.findLast(({ at, effect }) => at > shown && effect.seq === target)?.effect.before;
  }

  #unshown(target: Seq): readonly Reacted[] {
    if (!this.#behind) return [];
    const shown = this.#shown();
    return this.#reactions.flatMap(({ at, effect }) => (at > shown && effect.seq === target ? [effect] : []));
  }

  #reactionsOf(target: Seq): readonly ReactionRow[] {
    const rows = this.#store.reactions(target);
    const unshown = this.#unshown(target);
    if (unshown.length === 0) return rows;
    const counts = new Map(rows.map(({ emoji, users }) => [emoji, users]));
    for (const { emoji, on } of unshown) counts.set(emoji, (counts.get(emoji) ?? 0) + (on ? -1 : 1));
    return [...counts].map(([emoji, users]) => ({ emoji, users })).filter(({ users }) => users > 0);
  }

  /** Each is looked up only while something is unshown: a window has many. */
  #reactorsOf<R extends UserRef>(target: Seq, rows: readonly R[], emojiOf: (row: R) => string): readonly R[] {
    if (this.#unshown(target).length === 0) return rows;
    return rows.filter((row) => this.#hasReacted(target, emojiOf(row), row.id));
  }

  /** As before the first change that was not shown. */
  #hasReacted(target: Seq, emoji: string, user: number): boolean {
    const changes = this.#unshown(target).filter((each) => each.emoji === emoji && each.user.id === user);
    const first = changes.at(-1);
    return first ? !first.on : this.#store.hasReacted(target, emoji, user);
  }
}

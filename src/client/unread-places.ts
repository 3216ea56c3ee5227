import { fold } from '#chat/names/names.ts';

/** Places named in the prompt, and places that are counted. */
const maxShown = 3;
const maxCounted = 100;

/** How many messages came from rooms, and from people in private, since the person last turned there. */
export class UnreadPlaces {
  /** The counts by the folded name of the place; the latest last. */
  readonly #counts = new Map<string, { readonly name: string; readonly count: number }>();

  came(name: string): void {
    this.count(name, (this.#counts.get(fold(name))?.count ?? 0) + 1);
  }

  /** Adds messages that came from there. */
  count(name: string, count: number): void {
    const key = fold(name);
    this.#counts.delete(key);
    if (count > 0) this.#counts.set(key, { name, count });
    for (const oldest of this.#counts.keys()) {
      if (this.#counts.size <= maxCounted) break;
      this.#counts.delete(oldest);
    }
  }

  read(name: string): void {
    this.#counts.delete(fold(name));
  }

  readAll(): void {
    this.#counts.clear();
  }

  get names(): readonly string[] {
    return [...this.#counts.values()].map(({ name }) => name);
  }

  /** `2 #dev, 1 alice`, the latest first; empty if there are none. */
  get words(): string {
    const all = [...this.#counts.values()].toReversed();
    const shown = all.slice(0, maxShown).map(({ name, count }) => `${count > 99 ? '99+' : count} ${name}`);
    const left = all.slice(maxShown).reduce((sum, { count }) => sum + count, 0);
    return [...shown, ...(left > 0 ? [`${left > 99 ? '99+' : left} more`] : [])].join(', ');
  }
}

import { Cache } from '#chat/cache.ts';
import type { Millis } from '#chat/event.ts';

const hour: Millis = 3_600_000;
/** Keys counted: the ones that began last. */
const kept = 10_000;

/** Counts by key how often something happened in the hour that began with the first time. */
export class HourlyCounts {
  readonly #limit: number;
  readonly #counts = new Cache<string, { readonly began: Millis; count: number }>(kept);

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether the limit is reached. `now`: in elapsed time. */
  isFull(key: string, now: Millis): boolean {
    return (this.#current(key, now)?.count ?? 0) >= this.#limit;
  }

  add(key: string, now: Millis): void {
    const current = this.#current(key, now);
    if (current) current.count++;
    else {
      this.#counts.delete(key);
      this.#counts.set(key, { began: now, count: 1 });
    }
  }

  #current(key: string, now: Millis): { count: number } | undefined {
    const found = this.#counts.get(key);
    return found && now - found.began < hour ? found : undefined;
  }
}

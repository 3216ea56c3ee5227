/** A map that forgets its oldest key when it would hold more than `limit`. */
export class Cache<K, V> {
  readonly #map = new Map<K, V>();
  readonly #limit: number;
  /**
   * Goes through the keys once, from the oldest to the newest; all before it are forgotten. A new iterator would pass over a
   * hole for each of them, until the map is rebuilt: thousands.
   */
  readonly #oldest: Iterator<K> = this.#map.keys();

  /** `limit`: at least 1. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  set(key: K, value: V): void {
    this.#map.set(key, value);
    if (this.#map.size <= this.#limit) return;
    const { value: oldest, done } = this.#oldest.next();
    if (done !== true) this.#map.delete(oldest);
  }

  delete(key: K): void {
    this.#map.delete(key);
  }

  clear(): void {
    this.#map.clear();
  }

  get size(): number {
    return this.#map.size;
  }
}

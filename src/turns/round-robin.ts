/** An item that waits for the turn of its network. */
export interface NetworkItem<N = string> {
  readonly network: N;
}

/** The items of one network, in their order. */
interface Line<W> {
  /** Those that come before the rest; made when first needed. */
  early: Set<W> | undefined;
  readonly rest: Set<W>;
}

/**
 * Items that wait, each once, taken from each network in turn (round robin). The time each call takes does not depend on how
 * many wait. `N`: what identifies a network.
 */
export class RoundRobin<W extends NetworkItem<N>, N = string> {
  /** In the order of their turns. */
  readonly #lines = new Map<N, Line<W>>();
  readonly #keyOf: (item: W) => N;
  #size = 0;

  /** `keyOf`: whose turn an item waits for, if not that of its network. */
  constructor(keyOf: (item: W) => N = networkOfItem) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds it at the end of its network's line; `early`: in front of those that are not. Does nothing where it waits already. */
  push(item: W, early = false): void {
    const key = this.#keyOf(item);
    let line = this.#lines.get(key);
    if (!line) this.#lines.set(key, (line = { early: undefined, rest: new Set() }));
    else if (line.rest.has(item) || line.early?.has(item)) return;
    (early ? (line.early ??= new Set()) : line.rest).add(item);
    this.#size++;
  }

  /** False: it was not waiting. */
  delete(item: W): boolean {
    const key = this.#keyOf(item);
    const line = this.#lines.get(key);
    if (!line || !(line.rest.delete(item) || line.early?.delete(item))) return false;
    this.#size--;
    if (isEmpty(line)) this.#lines.delete(key);
    return true;
  }

  /**
   * Takes the first item of the network whose turn it is; that network then goes after all others. `may`: networks for
   * which it is false keep their place, and the next one is asked.
   */
  shift(may?: (network: N) => boolean): W | undefined {
    for (const [network, line] of this.#lines) {
      if (may?.(network) === false) continue;
      const item = firstOf(line);
      if (item === undefined) continue;
      this.#lines.delete(network);
      this.#size--;
      if (!isEmpty(line)) this.#lines.set(network, line);
      return item;
    }
    return undefined;
  }

  *[Symbol.iterator](): Generator<W> {
    for (const { early, rest } of this.#lines.values()) {
      if (early) yield* early;
      yield* rest;
    }
  }
}

/** Removes the first item of a line. */
function firstOf<W>({ early, rest }: Line<W>): W | undefined {
  const items = early?.size ? early : rest;
  for (const item of items) {
    items.delete(item);
    return item;
  }
  return undefined;
}

const networkOfItem = <N>({ network }: NetworkItem<N>): N => network;

const isEmpty = ({ early, rest }: Line<unknown>): boolean => rest.size === 0 && !early?.size;

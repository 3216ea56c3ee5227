/** An item that waits for its network's turn. */
export interface NetworkItem {
  readonly network: string;
}

interface Line<W> {
  /** Those that come before the rest. */
  readonly early: Set<W>;
  readonly rest: Set<W>;
}

/** Items that wait, taken from each network in turn. Everything takes the same time, however many wait. */
export class NetworkLines<W extends NetworkItem> {
  readonly #lines = new Map<string, Line<W>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds it at the end of its network's line; `early`: in front of those that are not. */
  push(item: W, early = false): void {
    let line = this.#lines.get(item.network);
    if (!line) this.#lines.set(item.network, (line = { early: new Set(), rest: new Set() }));
    (early ? line.early : line.rest).add(item);
    this.#size++;
  }

  /** False: it was not waiting. */
  delete(item: W): boolean {
    const line = this.#lines.get(item.network);
    if (!line || (!line.early.delete(item) && !line.rest.delete(item))) return false;
    this.#size--;
    if (isEmpty(line)) this.#lines.delete(item.network);
    return true;
  }

  /** Takes the first item of the network whose turn it is; that network then goes behind all others. */
  shift(): W | undefined {
    for (const [network, line] of this.#lines) {
      this.#lines.delete(network);
      const [item] = line.early.size > 0 ? line.early : line.rest;
      if (!item) continue;
      line.early.delete(item);
      line.rest.delete(item);
      this.#size--;
      if (!isEmpty(line)) this.#lines.set(network, line);
      return item;
    }
    return undefined;
  }

  *[Symbol.iterator](): Generator<W> {
    for (const { early, rest } of this.#lines.values()) {
      yield* early;
      yield* rest;
    }
  }
}

const isEmpty = ({ early, rest }: Line<unknown>): boolean => early.size === 0 && rest.size === 0;

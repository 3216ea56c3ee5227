import type { Item } from './format.ts';
import type { Slice } from './segment.ts';

/** What the delivery under way has for one session: shared bytes, or its own copy once there is more than one piece. */
export class Gathered {
  shared: readonly Item[] | undefined = undefined;
  own: (Item | Slice)[] | undefined = undefined;
  /** Bytes of it that the session alone gets. */
  unsent = 0;
}

/** Kept for the next delivery, so that nothing is made for each session that is written to. */
const mostFree = 4096;

/** Empty ones, shared by all deliveries of a node. */
export class GatheredPool {
  readonly #free: Gathered[] = [];

  take(): Gathered {
    return this.#free.pop() ?? new Gathered();
  }

  give(gathered: Gathered): void {
    gathered.shared = undefined;
    gathered.own = undefined;
    gathered.unsent = 0;
    if (this.#free.length < mostFree) this.#free.push(gathered);
  }
}

import type { Item } from '#chat/hub/format.ts';
import type { Segment, Slice } from './segment.ts';

/** The items of the delivery under way for one session: a shared array, or its own once there is more than one piece. */
export class Gathered {
  shared: readonly Item[] | undefined = undefined;
  own: (Item | Slice)[] | undefined = undefined;
  /** Bytes of it that only this session gets. */
  unsent = 0;
  /** The first segment in which it has a mark, and that: see `Outgoing.markOf`. */
  segment: Segment | undefined = undefined;
  mark = 0;
}

/** Objects kept for the next delivery, so that nothing is allocated for each session that is written to. */
const maxFree = 4096;

/** A pool of empty ones, shared by all deliveries of a node. */
export class GatheredPool {
  readonly #free: Gathered[] = [];

  take(): Gathered {
    return this.#free.pop() ?? new Gathered();
  }

  give(gathered: Gathered): void {
    gathered.shared = undefined;
    gathered.own = undefined;
    gathered.unsent = 0;
    gathered.segment = undefined;
    gathered.mark = 0;
    if (this.#free.length < maxFree) this.#free.push(gathered);
  }
}

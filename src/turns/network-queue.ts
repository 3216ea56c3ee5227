import { type NetworkItem, RoundRobin } from './round-robin.ts';

/** Items in one queue, over all networks. */
const most = 4096;
/** Items of one network in it. */
const mostOfOne: number = most / 8;

/**
 * A bounded queue of work of many networks, taken from each in turn. It counts from `enter` to `leave`, whether it is
 * in the queue or waits elsewhere meanwhile.
 */
export class NetworkQueue<W extends NetworkItem> {
  /** By network, in the order of arrival. */
  readonly #held = new Map<string, Set<W>>();
  readonly #lines = new RoundRobin<W>();
  #size = 0;

  /**
   * Whether a network may add one more. If the queue is full, returns the work to remove first: the last item of the
   * network that has most, unless that network would then have less than this one. So no network keeps another one out.
   */
  room(network: string): boolean | W {
    const held = this.#held.get(network)?.size ?? 0;
    if (held >= mostOfOne) return false;
    if (this.#size < most) return true;
    let longest: ReadonlySet<W> | undefined;
    for (const each of this.#held.values()) if (!longest || each.size > longest.size) longest = each;
    return longest && longest.size > held + 1 ? ([...longest].at(-1) ?? false) : false;
  }

  enter(work: W): void {
    add(this.#held, work);
    this.#size++;
    this.push(work);
  }

  leave(work: W): void {
    remove(this.#held, work);
    this.#size--;
  }

  /** Adds it at the end of its network's line; `early`: in front of those that are not. */
  push(work: W, early = false): void {
    this.#lines.push(work, early);
  }

  /** Removes it from the queue, if it is there. */
  delete(work: W): void {
    this.#lines.delete(work);
  }

  /** Takes the first item of the network whose turn it is; that network then goes after all others. */
  shift(): W | undefined {
    return this.#lines.shift();
  }
}

function add<W extends NetworkItem>(sets: Map<string, Set<W>>, work: W): void {
  const set = sets.get(work.network);
  if (set) set.add(work);
  else sets.set(work.network, new Set([work]));
}

function remove<W extends NetworkItem>(sets: Map<string, Set<W>>, work: W): void {
  const set = sets.get(work.network);
  if (set?.delete(work) && set.size === 0) sets.delete(work.network);
}

import { type ClientItem, ClientTurns } from './client-turns.ts';

/** Items in one queue, over all networks. */
const most = 4096;
/** Items of one network in it. */
const mostOfOne: number = most / 8;

/** What one network has in the queue. */
class Held<W extends ClientItem> {
  /** By client, in the order of arrival. */
  readonly #clients = new Map<string, Set<W>>();
  size = 0;

  countOf(client: string): number {
    return this.#clients.get(client)?.size ?? 0;
  }

  add(work: W): void {
    const set = this.#clients.get(work.client);
    if (set) set.add(work);
    else this.#clients.set(work.client, new Set([work]));
    this.size++;
  }

  remove(work: W): void {
    const set = this.#clients.get(work.client);
    if (!set?.delete(work)) return;
    this.size--;
    if (set.size === 0) this.#clients.delete(work.client);
  }

  /** The last item of the client that has most, if that is more than `count`. */
  lastOfLongest(count: number): W | undefined {
    const longest = longestOf(this.#clients.values());
    return longest && longest.size > count ? [...longest].at(-1) : undefined;
  }
}

/**
 * A bounded queue of work of many networks, taken from each in turn, and within a network from each client in turn. Work
 * counts from `enter` to `leave`, whether it is in the queue or waits elsewhere meanwhile.
 */
export class NetworkQueue<W extends ClientItem> {
  readonly #held = new Map<string, Held<W>>();
  readonly #lines = new ClientTurns<W>();
  #size = 0;

  /**
   * Whether there is space for one more item of a client. True: yes. An item: there is space once this item was removed. False: no.
   * In a full network, the item to remove is the last one of the client with most items there; in a full queue, it is from the network
   * with most items. It is only removed if that client, or network, has at least two items more than this one. So no network locks out
   * another, and no client locks out another client of its network.
   */
  space({ network, client }: Pick<ClientItem, 'network' | 'client'>): boolean | W {
    const held = this.#held.get(network);
    if (held && held.size >= mostOfOne) return held.lastOfLongest(held.countOf(client) + 1) ?? false;
    if (this.#size < most) return true;
    const longest = longestOf(this.#held.values());
    return longest && longest.size > (held?.size ?? 0) + 1 ? (longest.lastOfLongest(0) ?? false) : false;
  }

  enter(work: W): void {
    const held = this.#held.get(work.network) ?? new Held<W>();
    if (held.size === 0) this.#held.set(work.network, held);
    held.add(work);
    this.#size++;
    this.push(work);
  }

  leave(work: W): void {
    const held = this.#held.get(work.network);
    held?.remove(work);
    if (held?.size === 0) this.#held.delete(work.network);
    this.#size--;
  }

  /** Adds it at the end of its client's items; `early`: in front of all of its network that are not. */
  push(work: W, early = false): void {
    this.#lines.push(work, early);
  }

  /** Removes it from the queue, if it is there. */
  delete(work: W): void {
    this.#lines.delete(work);
  }

  /** Takes the first item of the network whose turn it is; that network, and that client in it, then go after all others. */
  shift(): W | undefined {
    return this.#lines.shift();
  }
}

function longestOf<S extends { readonly size: number }>(all: Iterable<S>): S | undefined {
  let longest: S | undefined;
  for (const each of all) if (!longest || each.size > longest.size) longest = each;
  return longest;
}

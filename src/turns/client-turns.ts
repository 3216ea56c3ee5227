import { type NetworkItem, RoundRobin } from './round-robin.ts';

/** An item that waits for the turn of its network, and of its client there. */
export interface ClientItem extends NetworkItem {
  /** What it is for, such as a name: many clients may share a network. */
  readonly client: string;
}

/** The items of one network, by client. */
interface Line<W extends ClientItem> {
  /** Those that come before the rest. */
  readonly early: RoundRobin<W>;
  readonly rest: RoundRobin<W>;
}

/** Items that wait, each once, taken from each network in turn, and within a network from each client in turn. */
export class ClientTurns<W extends ClientItem> {
  /** In the order of their turns. */
  readonly #lines = new Map<string, Line<W>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds it at the end of its client's items; `early`: in front of all of its network that are not. */
  push(item: W, early = false): void {
    let line = this.#lines.get(item.network);
    if (!line) this.#lines.set(item.network, (line = { early: ofClients(), rest: ofClients() }));
    (early ? line.early : line.rest).push(item);
    this.#size++;
  }

  /** False: it was not waiting. */
  delete(item: W): boolean {
    const line = this.#lines.get(item.network);
    if (!line || !(line.rest.delete(item) || line.early.delete(item))) return false;
    this.#size--;
    if (isEmpty(line)) this.#lines.delete(item.network);
    return true;
  }

  /** Takes the first item of the network whose turn it is; that network, and that client in it, then go after all others. */
  shift(): W | undefined {
    for (const [network, line] of this.#lines) {
      const item = line.early.shift() ?? line.rest.shift();
      this.#lines.delete(network);
      if (!isEmpty(line)) this.#lines.set(network, line);
      if (item) this.#size--;
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

const ofClients = <W extends ClientItem>(): RoundRobin<W> => new RoundRobin<W>((item) => item.client);

const isEmpty = <W extends ClientItem>({ early, rest }: Line<W>): boolean => early.size === 0 && rest.size === 0;

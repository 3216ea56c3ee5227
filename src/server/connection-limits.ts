import { networkOf } from '#chat/network.ts';
import type { Millis } from '#chat/event.ts';
import type { Connection } from '#link/connection-handler.ts';
import { arrivalRate, type Rate } from './arrivals.ts';

/** Limits on connections and on clients that have not logged in. */
export interface Limits {
  /** Open links of one address, or of one IPv6 /64. */
  readonly perAddress: number;
  /** Open links of all listeners together. */
  readonly inAll: number;
  /** The rate of new links from one address. It also bounds the rate of closed links. Undefined: no limit. */
  readonly arrivals?: Rate;
  /** The rate of QUIC handshakes from one address: each takes some 2 ms of a core. Undefined: no limit. */
  readonly handshakes?: Rate;
  /** The time, in ms, that a link may stay open without a login. */
  readonly loginTimeout: Millis;
}

/**
 * One address: more than a class behind one router needs, and all of its links may arrive at once. In total: the number
 * of descriptors of a usual machine.
 */
export const usualLimits: Limits = {
  perAddress: 1024,
  inAll: 20_000,
  arrivals: { burst: 1024, perSecond: 100 },
  handshakes: { burst: 256, perSecond: 20 },
  loginTimeout: 10 * 60_000,
};

/** Counts the links of all listeners. */
export interface LinkCount {
  /** Counts a new link. False: it exceeds a limit, and must be aborted. */
  begin(link: Connection): boolean;
  /** The link was closed. Also called for refused links. */
  over(link: Connection): void;
  /** Something else that counts in the rate of links, as a request for a WebSocket. False: it exceeds the rate. */
  further(link: Connection): boolean;
  /** A QUIC handshake is to begin, before its link. False: it exceeds the rate of its address, and has to wait. */
  handshake(address: string): boolean;
}

/** Whether it counts in the total. A client of a proxy does not: the connection of the proxy is counted. */
const isInAll = (part: Connection['part']): boolean => part === undefined || part === 'proxy';

/**
 * `elapsed`: milliseconds that never go back. `makeSpace`: ends a link of an address on which nobody has logged in; false: the
 * address has no such link. So a client that opens as many links as an address may have, and does nothing on them, cannot keep out
 * the other clients behind the same router.
 */
export function countLinks(
  { perAddress, inAll, arrivals, handshakes }: Omit<Limits, 'loginTimeout'>,
  elapsed: () => Millis = () => performance.now(),
  makeSpace: (address: string) => boolean = () => false,
): LinkCount {
  const rateOf = (rate: Rate | undefined): ((address: string) => boolean) =>
    rate ? arrivalRate(rate, elapsed) : () => true;
  const [mayArrive, handshake] = [rateOf(arrivals), rateOf(handshakes)];
  const [links, streams] = [new NetworkCounts(), new NetworkCounts()];
  const idle = new IdleConnections();
  /** A link that was ended counts until it is closed. */
  const withEnded = perAddress + Math.floor(perAddress / 8);
  const hasSpace = (address: string, count: number): boolean =>
    count <= perAddress || (count <= withEnded && (idle.endOldest(address) || makeSpace(address)));
  let [all, allStreams] = [0, 0];
  return {
    begin(connection) {
      const { part, peer } = connection;
      const { address } = peer;
      if (part === 'stream') {
        allStreams++;
        return streams.add(address) <= perAddress && allStreams <= inAll && mayArrive(address);
      }
      if (isInAll(part)) all++;
      const crowded = isInAll(part) && all > inAll;
      if (part === 'proxy') return !crowded;
      // The rate of requests is looked at where they are answered.
      const count = links.add(address);
      if (part === 'request') return count <= perAddress && !crowded;
      const begins = !crowded && mayArrive(address) && hasSpace(address, count);
      if (begins) idle.add(connection);
      return begins;
    },
    over(connection) {
      const { part, peer } = connection;
      const { address } = peer;
      idle.delete(connection);
      if (part === 'stream') {
        allStreams--;
        return streams.remove(address);
      }
      if (isInAll(part)) all--;
      if (part !== 'proxy') links.remove(address);
    },
    further: ({ peer }) => mayArrive(peer.address),
    handshake,
  };
}

/** How many there are of each address. */
class NetworkCounts {
  readonly #counts = new Map<string, number>();

  /** Returns how many there are now. */
  add(address: string): number {
    const network = networkOf(address);
    const count = (this.#counts.get(network) ?? 0) + 1;
    this.#counts.set(network, count);
    return count;
  }

  remove(address: string): void {
    const network = networkOf(address);
    const count = (this.#counts.get(network) ?? 0) - 1;
    if (count > 0) this.#counts.set(network, count);
    else this.#counts.delete(network);
  }
}

/** The connections of each address that can be ended while they are idle. */
class IdleConnections {
  /** The oldest first. */
  readonly #connections = new Map<string, Set<Connection>>();

  add(connection: Connection): void {
    if (!connection.endIfIdle) return;
    const network = networkOf(connection.peer.address);
    const all = this.#connections.get(network);
    if (all) all.add(connection);
    else this.#connections.set(network, new Set([connection]));
  }

  delete(connection: Connection): void {
    if (!connection.endIfIdle) return;
    const network = networkOf(connection.peer.address);
    const all = this.#connections.get(network);
    if (all?.delete(connection) && all.size === 0) this.#connections.delete(network);
  }

  /** False: none of that address is idle. */
  endOldest(address: string): boolean {
    for (const connection of this.#connections.get(networkOf(address)) ?? []) {
      if (connection.endIfIdle?.() !== true) continue;
      this.delete(connection);
      return true;
    }
    return false;
  }
}

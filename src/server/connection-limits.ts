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
  /** The rate of QUIC handshakes from one address: each takes some 3 ms of a core. Undefined: no limit. */
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
  /** Another stream of a connection that is already counted. False: it exceeds the rate, and must be aborted. */
  further(link: Connection): boolean;
  /** A QUIC handshake is to begin, before its link. False: it exceeds the rate of its address, and has to wait. */
  handshake(address: string): boolean;
}

/** Whether it counts in the total. A client of a proxy does not: the connection of the proxy is counted. */
const isInAll = (part: Connection['part']): boolean => part === undefined || part === 'proxy';

/** `elapsed`: milliseconds that never go back. */
export function countLinks(
  { perAddress, inAll, arrivals, handshakes }: Omit<Limits, 'loginTimeout'>,
  elapsed: () => Millis = () => performance.now(),
): LinkCount {
  const ofNetwork = new Map<string, number>();
  let all = 0;
  const rateOf = (rate: Rate | undefined): ((address: string) => boolean) =>
    rate ? arrivalRate(rate, elapsed) : () => true;
  const [mayArrive, handshake] = [rateOf(arrivals), rateOf(handshakes)];
  return {
    begin({ peer, part }) {
      if (isInAll(part)) all++;
      const crowded = isInAll(part) && all > inAll;
      if (part === 'proxy') return !crowded;
      const network = networkOf(peer.address);
      const count = (ofNetwork.get(network) ?? 0) + 1;
      ofNetwork.set(network, count);
      // The rate of requests is looked at where they are answered.
      return count <= perAddress && !crowded && (part === 'request' || mayArrive(peer.address));
    },
    over({ peer, part }) {
      if (isInAll(part)) all--;
      if (part === 'proxy') return;
      const network = networkOf(peer.address);
      const count = (ofNetwork.get(network) ?? 0) - 1;
      if (count > 0) ofNetwork.set(network, count);
      else ofNetwork.delete(network);
    },
    further: ({ peer }) => mayArrive(peer.address),
    handshake,
  };
}

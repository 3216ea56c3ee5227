import { networkOf } from '#chat/network.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';
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

type From = Pick<Link, 'peer'>;

/** Counts the links of all listeners. */
export interface LinkCount {
  /** Counts a new link. False: it exceeds a limit, and must be aborted. */
  begin(link: From): boolean;
  /** The link was closed. Also called for refused links. */
  over(link: From): void;
  /** Another stream of a connection that is already counted. False: it exceeds the rate, and must be aborted. */
  further(link: From): boolean;
  /** A QUIC handshake is to begin, before its link. False: it exceeds the rate of its address, and has to wait. */
  handshake(address: string): boolean;
}

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
    begin({ peer }) {
      const network = networkOf(peer.address);
      const count = (ofNetwork.get(network) ?? 0) + 1;
      ofNetwork.set(network, count);
      all++;
      return count <= perAddress && all <= inAll && mayArrive(peer.address);
    },
    over({ peer }) {
      const network = networkOf(peer.address);
      const count = (ofNetwork.get(network) ?? 0) - 1;
      if (count > 0) ofNetwork.set(network, count);
      else ofNetwork.delete(network);
      all--;
    },
    further: ({ peer }) => mayArrive(peer.address),
    handshake,
  };
}

import { networkOf } from '#chat/network.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';
import { arrivalRate, type Rate } from './arrivals.ts';

/** What strangers may take of a server. */
export interface Limits {
  /** Links of one address at a time; of one /64 where it is IPv6. */
  readonly perAddress: number;
  /** Links of all listeners together. */
  readonly inAll: number;
  /** New links of one address. Each that comes also goes, so this bounds departures. Without it: as many as come. */
  readonly arrivals?: Rate;
  /** How long a link may stay without a session that has come. */
  readonly loginTimeout: Millis;
}

/**
 * Of one address: a class behind one router, with room to spare; all its links may come at once. In all: what a usual
 * machine has descriptors for.
 */
export const usualLimits: Limits = {
  perAddress: 1024,
  inAll: 20_000,
  arrivals: { burst: 1024, perSecond: 100 },
  loginTimeout: 10 * 60_000,
};

type From = Pick<Link, 'peer'>;

/** Counts the links of all listeners. */
export interface LinkCount {
  /** A link is there. False: it is one too many, or came too fast, and must be aborted. */
  begin(link: From): boolean;
  /** It is over; one that was refused as well. */
  over(link: From): void;
  /** A further stream of a connection that is counted already. False: it came too fast, and must be aborted. */
  further(link: From): boolean;
}

/** `elapsed`: milliseconds that never go back. */
export function countLinks(
  { perAddress, inAll, arrivals }: Omit<Limits, 'loginTimeout'>,
  elapsed: () => Millis = () => performance.now(),
): LinkCount {
  const ofNetwork = new Map<string, number>();
  let all = 0;
  const mayArrive = arrivals ? arrivalRate(arrivals, elapsed) : (): boolean => true;
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
  };
}

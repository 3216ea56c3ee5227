import { networkOf } from '#chat/network.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

/** What strangers may take of a server. */
export interface Limits {
  /** Links of one address at a time; of one /64 where it is IPv6. */
  readonly perAddress: number;
  /** Links of all listeners together. */
  readonly inAll: number;
  /** How long a link may stay without a session that has come. */
  readonly patience: Millis;
}

/** Of one address: a class behind one router, with room to spare. In all: what a usual machine has descriptors for. */
export const usualLimits: Limits = { perAddress: 1024, inAll: 20_000, patience: 10 * 60_000 };

/** Counts the links of all listeners. */
export interface LinkCount {
  /** A link is there. False: it is one too many, and must be aborted. */
  begin(link: Pick<Link, 'peer'>): boolean;
  /** It is over; one that was refused as well. */
  over(link: Pick<Link, 'peer'>): void;
}

export function countLinks({ perAddress, inAll }: Omit<Limits, 'patience'>): LinkCount {
  const ofNetwork = new Map<string, number>();
  let all = 0;
  return {
    begin({ peer }) {
      const network = networkOf(peer.address);
      const count = (ofNetwork.get(network) ?? 0) + 1;
      ofNetwork.set(network, count);
      all++;
      return count <= perAddress && all <= inAll;
    },
    over({ peer }) {
      const network = networkOf(peer.address);
      const count = (ofNetwork.get(network) ?? 0) - 1;
      if (count > 0) ofNetwork.set(network, count);
      else ofNetwork.delete(network);
      all--;
    },
  };
}

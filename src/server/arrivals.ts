import { networkOf } from '#chat/network.ts';
import type { Millis } from '#chat/event.ts';

/** The size of the bucket, and the tokens added each second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Networks whose bucket is full again are forgotten only when more than this many are remembered. */
const leastSwept = 1024;

/**
 * A token bucket for each address (IPv6: /64). The returned function says whether one more may arrive from an address;
 * a refusal takes no token. `elapsed` never goes back. A network is remembered only until its bucket is full again.
 */
export function arrivalRate({ burst, perSecond }: Rate, elapsed: () => Millis): (address: string) => boolean {
  const interval = 1000 / perSecond;
  /** When the bucket of a network will be full again. */
  const fullAt = new Map<string, Millis>();
  let sweepAt = leastSwept;

  function sweep(now: Millis): void {
    for (const [network, time] of fullAt) if (time <= now) fullAt.delete(network);
    sweepAt = Math.max(leastSwept, 2 * fullAt.size);
  }

  return (address) => {
    const now = elapsed();
    const network = networkOf(address);
    const full = Math.max(now, fullAt.get(network) ?? 0);
    if (full - now > (burst - 1) * interval) return false;
    fullAt.set(network, full + interval);
    if (fullAt.size >= sweepAt) sweep(now);
    return true;
  };
}

import type { Buffer } from 'node:buffer';

/** Converts the ticks of a packet to ns since 1970. */
export type Clock = (ticks: bigint) => bigint;

const second = 1_000_000_000n;

/** Microseconds: the default of an interface. */
export const defaultClock: Clock = (ticks) => ticks * 1000n;

/**
 * `if_tsresol`: a negative power of ten, or of two when the highest bit is set. `if_tsoffset`: seconds that are added.
 */
export function clockOf(resolution: Buffer | undefined, offset: bigint): Clock {
  const said = resolution?.[0] ?? 6;
  const added = offset * second;
  if (said === 6 && added === 0n) return defaultClock;
  if (said === 9 && added === 0n) return (ticks) => ticks;
  const perSecond = said & 0x80 ? 2n ** BigInt(said & 0x7f) : 10n ** BigInt(said);
  return (ticks) => (ticks * second) / perSecond + added;
}

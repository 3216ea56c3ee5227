/** Bytes of the largest number below 2^53. */
export const largestVarint = 8;

/**
 * Writes a whole number at `at`: 7 bits per byte, low bits first, 128 added to all but the last byte. Returns the place
 * after it.
 */
export function putVarint(into: Uint8Array, at: number, value: number): number {
  let [place, rest] = [at, value];
  // Bitwise operators have only 32 bits.
  for (; rest >= 128; rest = Math.floor(rest / 128)) into[place++] = 128 + (rest % 128);
  into[place++] = rest;
  return place;
}

/** Bytes of the longest number below 2^53. */
export const largestVarint = 8;

/** Puts a whole number at a place, 7 bits a byte, low bits first, 128 added to all but the last. Returns the place behind it. */
export function putVarint(into: Uint8Array, at: number, value: number): number {
  let [place, rest] = [at, value];
  // The number may be too large for bitwise operators.
  for (; rest >= 128; rest = Math.floor(rest / 128)) into[place++] = 128 + (rest % 128);
  into[place++] = rest;
  return place;
}

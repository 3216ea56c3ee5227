/**
 * The sum of 16-bit words that RFC 1071 checksums are made of, of the bytes from `from` to before `to`; they must begin
 * at an even position of the summed data.
 */
export function sumOfWords(bytes: Uint8Array, sum = 0, from = 0, to: number = bytes.length): number {
  let total = sum;
  const even = to - ((to - from) & 1);
  for (let at = from; at < even; at += 2) total += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  if (even < to) total += (bytes[even] ?? 0) << 8;
  return total;
}

/** The checksum that belongs into a header, for the sum of everything it covers (RFC 1071). */
export function checksumOf(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x1_0000);
  return ~folded & 0xffff;
}

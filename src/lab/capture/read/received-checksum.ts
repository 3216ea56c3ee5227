import { checksumOf, sumOfWords } from '#lab/capture/checksum.ts';

import type { Transport } from './internet-layer.ts';

/** Checksums of longer packets are not verified. */
const longest = 2048;

/** Whether the TCP or UDP checksum is wrong; false if the packet was not captured completely. */
export function hasWrongChecksum(found: Transport, protocol: number): boolean {
  const { addresses, addressesAt, addressBytes, bytes, at, end, missing } = found;
  if (missing > 0 || end - at > longest) return false;
  const pseudo = sumOfWords(addresses.subarray(addressesAt, addressesAt + 2 * addressBytes), protocol + end - at);
  return checksumOf(sumOfWords(bytes.subarray(at, end), pseudo)) !== 0;
}

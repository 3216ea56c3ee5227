import type { Side } from '#lab/capture/tcp-conversation.ts';

/** NTP counts from 1900 (RFC 5905), in units of 2^-32 seconds. */
const secondsBefore1970 = 2_208_988_800n;
const second = 1_000_000_000n;

/** A client's question or a server's answer of 48 bytes, sent at `time` (ns since 1970). An answer is of stratum 2. */
export function ntpMessage(from: Side, time: bigint): Uint8Array {
  const bytes = new Uint8Array(48);
  const view = new DataView(bytes.buffer);
  const answer = from === 'server';
  // No warning, version 4, mode client or server.
  view.setUint8(0, (4 << 3) | (answer ? 4 : 3));
  view.setUint8(1, answer ? 2 : 0);
  view.setInt8(2, 6);
  view.setInt8(3, -20);
  if (answer) view.setUint32(12, 0x7f00_0001);
  for (const at of answer ? [16, 24, 32, 40] : [40]) {
    view.setUint32(at, Number((time / second + secondsBefore1970) & 0xffff_ffffn));
    view.setUint32(at + 4, Number(((time % second) << 32n) / second));
  }
  return bytes;
}

import { Buffer } from 'node:buffer';

import {
  countPacket,
  emptyCaptureFile,
  type FileParser,
  longestBlock,
  type Packet,
  type PacketVisitor,
} from './packet.ts';

/** The classic format: draft-ietf-opsawg-pcap. */

const headBytes = 24;

interface Variant {
  readonly little: boolean;
  /** ns per unit of the second number of a time. */
  readonly unit: number;
  /** Bytes before a packet. */
  readonly header: number;
}

const variants: ReadonlyMap<number, Variant> = new Map([
  [0xa1b2_c3d4, { little: false, unit: 1000, header: 16 }],
  [0xd4c3_b2a1, { little: true, unit: 1000, header: 16 }],
  [0xa1b2_3c4d, { little: false, unit: 1, header: 16 }],
  [0x4d3c_b2a1, { little: true, unit: 1, header: 16 }],
  // Kuznetsov's patch, with 8 bytes more.
  [0xa1b2_cd34, { little: false, unit: 1000, header: 24 }],
  [0x34cd_b2a1, { little: true, unit: 1000, header: 24 }],
]);

export const isPcap = (head: Buffer): boolean => head.length >= 4 && variants.has(head.readUInt32BE(0));

/** `head`: the first bytes of the file, at least 4. */
export function pcapParser(head: Buffer, visit: PacketVisitor): FileParser {
  const file = emptyCaptureFile('pcap');
  const magic = head.readUInt32BE(0);
  const variant = variants.get(magic);
  if (!variant) throw new Error('this is not a pcap file');
  const { little, unit, header } = variant;
  const packet: Packet = { number: 0, time: 0n, linkType: 0, bytes: Buffer.alloc(0), wireLength: 0 };
  const u32 = (bytes: Buffer, at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const version = little ? 0x0200_0400 : 0x0002_0004;
  let begun = false;
  /** Cached, because most packets have the same second as the one before. */
  let [lastSecond, lastTime] = [0, 0n];

  const begin = (bytes: Buffer, at: number): number => {
    if (bytes.length - at < headBytes) return at;
    begun = true;
    file.sections++;
    // The upper bits give the length of frame check sequences.
    packet.linkType = u32(bytes, at + 20) & 0x03ff_ffff;
    file.interfaces.push({ name: undefined, description: undefined, filter: undefined, linkType: packet.linkType });
    return at + headBytes;
  };

  /** The header of a second file, joined by `cat`. Read as a packet, it would have lengths of 0 and 2055. */
  const isHead = (bytes: Buffer, at: number): boolean =>
    bytes.readUInt32BE(at) === magic && bytes.readUInt32BE(at + 4) === version && u32(bytes, at + 8) === 0;

  return {
    file,
    next(bytes, at) {
      if (!begun) return begin(bytes, at);
      if (bytes.length - at < header) return at;
      if (isHead(bytes, at)) return begin(bytes, at);
      const length = u32(bytes, at + 8);
      if (length > longestBlock) {
        file.damage = `after packet ${file.packets} there is no valid packet: it would have ${length} bytes`;
        return -1;
      }
      const from = at + header;
      if (bytes.length - from < length) return at;
      const second = u32(bytes, at);
      if (second !== lastSecond) [lastSecond, lastTime] = [second, BigInt(second) * 1_000_000_000n];
      packet.time = lastTime + BigInt(u32(bytes, at + 4) * unit);
      packet.wireLength = u32(bytes, at + 12);
      packet.bytes = bytes.subarray(from, from + length);
      countPacket(file, packet, visit);
      return from + length;
    },
  };
}

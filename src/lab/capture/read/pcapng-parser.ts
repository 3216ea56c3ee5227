import { Buffer } from 'node:buffer';

import {
  type CaptureFile,
  countPacket,
  emptyCaptureFile,
  type FileParser,
  longestBlock,
  mostKept,
  type Packet,
  type PacketVisitor,
  type ReadInterface,
} from './packet.ts';
import { clockOf, type Clock, defaultClock } from './pcapng-clock.ts';

/** pcapng: draft-ietf-opsawg-pcapng. */

const blocks = { section: 0x0a0d_0d0a, interface: 1, oldPacket: 2, simplePacket: 3, statistics: 5, packet: 6 } as const;
const [bigEndian, littleEndian] = [0x1a2b_3c4d, 0x4d3c_2b1a];
const options = {
  comment: 1,
  name: 2,
  description: 3,
  application: 4,
  dropped: 5,
  resolution: 9,
  filter: 11,
  offset: 14,
};

/** What a section says about an interface, for its packets. */
interface Interface {
  readonly linkType: number;
  readonly snapLength: number;
  readonly clock: Clock;
}

export const isPcapng = (head: Buffer): boolean => head.length >= 4 && head.readUInt32BE(0) === blocks.section;

export function pcapngParser(visit: PacketVisitor): FileParser {
  const file = emptyCaptureFile('pcapng');
  const packet: Packet = { number: 0, time: 0n, linkType: 0, bytes: Buffer.alloc(0), wireLength: 0 };
  let little = true;
  let interfaces: Interface[] = [];
  const u16 = (bytes: Buffer, at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));

  /** Option values by code; the first of each code counts. */
  const readOptions = (bytes: Buffer, from: number): ReadonlyMap<number, Buffer> => {
    const found = new Map<number, Buffer>();
    for (let at = from; at + 4 <= bytes.length && found.size < 32;) {
      const [code, length] = [u16(bytes, at), u16(bytes, at + 2)];
      if (code === 0) break;
      if (!found.has(code)) found.set(code, bytes.subarray(at + 4, at + 4 + length));
      at += 4 + length + (-length & 3);
    }
    return found;
  };

  const show = (from: Interface | undefined, time: bigint | undefined, bytes: Buffer, wireLength: number): void => {
    packet.linkType = from?.linkType ?? -1;
    if (time !== undefined) packet.time = time;
    packet.bytes = bytes;
    packet.wireLength = wireLength;
    countPacket(file, packet, visit);
  };

  /** Cached, because most packets have the same upper half of the time as the one before. */
  let [lastUpper, lastTicks] = [0, 0n];
  const timeOf = (from: Interface | undefined, upper: number, lower: number): bigint => {
    if (upper !== lastUpper) [lastUpper, lastTicks] = [upper, BigInt(upper) << 32n];
    return (from?.clock ?? defaultClock)(lastTicks + BigInt(lower));
  };

  /** `body`: a whole block without its type and lengths. */
  const rows: ReadonlyMap<number, (body: Buffer) => void> = new Map([
    [
      blocks.section,
      (body) => {
        interfaces = [];
        file.sections++;
        describeSection(file, readOptions(body, 16));
      },
    ],
    [
      blocks.interface,
      (body) => {
        const said = readOptions(body, 8);
        const linkType = u16(body, 0);
        interfaces.push({
          linkType,
          snapLength: u32(body, 4),
          clock: clockOf(said.get(options.resolution), offset(said)),
        });
        if (file.interfaces.length < mostKept) file.interfaces.push(describeInterface(linkType, said));
      },
    ],
    [
      blocks.packet,
      (body) => {
        const from = interfaces[u32(body, 0)];
        const time = timeOf(from, u32(body, 4), u32(body, 8));
        show(from, time, body.subarray(20, Math.min(20 + u32(body, 12), body.length)), u32(body, 16));
      },
    ],
    [
      blocks.oldPacket,
      (body) => {
        const from = interfaces[u16(body, 0)];
        const time = timeOf(from, u32(body, 4), u32(body, 8));
        show(from, time, body.subarray(20, Math.min(20 + u32(body, 12), body.length)), u32(body, 16));
      },
    ],
    [
      blocks.simplePacket,
      (body) => {
        const [from] = interfaces;
        const wireLength = u32(body, 0);
        const length = Math.min(wireLength, from?.snapLength || wireLength);
        show(from, undefined, body.subarray(4, Math.min(4 + length, body.length)), wireLength);
      },
    ],
    [
      blocks.statistics,
      (body) => {
        const dropped = readOptions(body, 12).get(options.dropped);
        if (dropped?.length === 8)
          file.dropped += Number(little ? dropped.readBigUInt64LE(0) : dropped.readBigUInt64BE(0));
      },
    ],
  ]);
  const offset = (said: ReadonlyMap<number, Buffer>): bigint => {
    const value = said.get(options.offset);
    if (value?.length !== 8) return 0n;
    return little ? value.readBigInt64LE(0) : value.readBigInt64BE(0);
  };

  const damaged = (what: string): number => {
    file.damage = `after packet ${file.packets} ${what}`;
    return -1;
  };

  return {
    file,
    next(bytes, at) {
      if (bytes.length - at < 12) return at;
      // A section header gives the byte order of the section; its type is the same in both orders.
      const begins = bytes.readUInt32BE(at) === blocks.section;
      if (begins) {
        const magic = bytes.readUInt32BE(at + 8);
        if (magic !== bigEndian && magic !== littleEndian) return damaged('a section begins that cannot be read');
        little = magic === littleEndian;
      }
      const [type, length] = [u32(bytes, at), u32(bytes, at + 4)];
      if (length % 4 !== 0 || length < 12 || length > longestBlock) {
        return damaged(`stands no block: it would have ${length} bytes`);
      }
      if (bytes.length - at < length) return at;
      const row = rows.get(type);
      const body = bytes.subarray(at + 8, at + length - 4);
      if (row) {
        if (body.length < (leastBytes.get(type) ?? 0)) return damaged('stands a block that is too short');
        row(body);
      }
      return at + length;
    },
  };
}

const leastBytes: ReadonlyMap<number, number> = new Map([
  [blocks.section, 16],
  [blocks.interface, 8],
  [blocks.packet, 20],
  [blocks.oldPacket, 20],
  [blocks.simplePacket, 4],
  [blocks.statistics, 12],
]);

const text = (value: Buffer | undefined): string | undefined => value?.toString('utf8').replace(/\0.*$/s, '');

function describeSection(file: CaptureFile, said: ReadonlyMap<number, Buffer>): void {
  file.application ??= text(said.get(options.application));
  const comment = text(said.get(options.comment));
  if (comment !== undefined && file.comments.length < mostKept) file.comments.push(comment);
}

function describeInterface(linkType: number, said: ReadonlyMap<number, Buffer>): ReadInterface {
  const filter = said.get(options.filter);
  return {
    linkType,
    name: text(said.get(options.name)),
    description: text(said.get(options.description)),
    // The first byte says that it is text.
    filter: filter?.[0] === 0 ? text(filter.subarray(1)) : undefined,
  };
}

import { Buffer } from 'node:buffer';

import {
  type CaptureFile,
  countPacket,
  emptyCaptureFile,
  type FileParser,
  longestBlock,
  maxKept,
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

/** Reads the blocks of a file, in the byte order of each section. */
export class PcapngParser implements FileParser {
  readonly file: CaptureFile = emptyCaptureFile('pcapng');
  readonly #visit: PacketVisitor;
  readonly #packet: Packet = { number: 0, time: 0n, linkType: 0, bytes: Buffer.alloc(0), wireLength: 0 };
  #little = true;
  #interfaces: Interface[] = [];
  /** The upper half of the last time, and its ticks: most packets have the same one as the packet before. */
  #lastUpper = 0;
  #lastTicks = 0n;

  constructor(visit: PacketVisitor) {
    this.#visit = visit;
  }

  next(bytes: Buffer, at: number): number {
    if (bytes.length - at < 12) return at;
    // A section header gives the byte order of the section; its type is the same in both orders.
    const begins = bytes.readUInt32BE(at) === blocks.section;
    if (begins) {
      const magic = bytes.readUInt32BE(at + 8);
      if (magic !== bigEndian && magic !== littleEndian) return this.#damaged('a section begins that cannot be read');
      this.#little = magic === littleEndian;
    }
    const [type, length] = [this.#u32(bytes, at), this.#u32(bytes, at + 4)];
    if (length % 4 !== 0 || length < 12 || length > longestBlock) {
      return this.#damaged(`there is no valid block: it would have ${length} bytes`);
    }
    if (bytes.length - at < length) return at;
    const body = bytes.subarray(at + 8, at + length - 4);
    if (body.length < (leastBytes.get(type) ?? 0)) return this.#damaged('there is a block that is too short');
    this.#read(type, body);
    return at + length;
  }

  /** `body`: a whole block without its type and lengths. Blocks of other types are passed over. */
  #read(type: number, body: Buffer): void {
    switch (type) {
      case blocks.section:
        return this.#section(body);
      case blocks.interface:
        return this.#interface(body);
      case blocks.packet:
        return this.#timed(this.#interfaces[this.#u32(body, 0)], body);
      case blocks.oldPacket:
        return this.#timed(this.#interfaces[this.#u16(body, 0)], body);
      case blocks.simplePacket:
        return this.#untimed(body);
      case blocks.statistics:
        return this.#statistics(body);
    }
  }

  #section(body: Buffer): void {
    this.#interfaces = [];
    this.file.sections++;
    describeSection(this.file, this.#options(body, 16));
  }

  #interface(body: Buffer): void {
    const said = this.#options(body, 8);
    const linkType = this.#u16(body, 0);
    const clock = clockOf(said.get(options.resolution), this.#offset(said));
    this.#interfaces.push({ linkType, snapLength: this.#u32(body, 4), clock });
    if (this.file.interfaces.length < maxKept) this.file.interfaces.push(describeInterface(linkType, said));
  }

  #timed(from: Interface | undefined, body: Buffer): void {
    this.#packet.time = this.#timeOf(from, this.#u32(body, 4), this.#u32(body, 8));
    const bytes = body.subarray(20, Math.min(20 + this.#u32(body, 12), body.length));
    this.#show(from, bytes, this.#u32(body, 16));
  }

  /** It has the time of the packet before. */
  #untimed(body: Buffer): void {
    const [from] = this.#interfaces;
    const wireLength = this.#u32(body, 0);
    const length = Math.min(wireLength, from?.snapLength || wireLength);
    this.#show(from, body.subarray(4, Math.min(4 + length, body.length)), wireLength);
  }

  #statistics(body: Buffer): void {
    const dropped = this.#options(body, 12).get(options.dropped);
    if (dropped?.length !== 8) return;
    this.file.dropped += Number(this.#little ? dropped.readBigUInt64LE(0) : dropped.readBigUInt64BE(0));
  }

  #show(from: Interface | undefined, bytes: Buffer, wireLength: number): void {
    this.#packet.linkType = from?.linkType ?? -1;
    this.#packet.bytes = bytes;
    this.#packet.wireLength = wireLength;
    countPacket(this.file, this.#packet, this.#visit);
  }

  #timeOf(from: Interface | undefined, upper: number, lower: number): bigint {
    if (upper !== this.#lastUpper) [this.#lastUpper, this.#lastTicks] = [upper, BigInt(upper) << 32n];
    return (from?.clock ?? defaultClock)(this.#lastTicks + BigInt(lower));
  }

  /** Option values by code; the first of each code counts. */
  #options(bytes: Buffer, from: number): ReadonlyMap<number, Buffer> {
    const found = new Map<number, Buffer>();
    for (let at = from; at + 4 <= bytes.length && found.size < 32;) {
      const [code, length] = [this.#u16(bytes, at), this.#u16(bytes, at + 2)];
      if (code === 0) break;
      if (!found.has(code)) found.set(code, bytes.subarray(at + 4, at + 4 + length));
      at += 4 + length + (-length & 3);
    }
    return found;
  }

  #offset(said: ReadonlyMap<number, Buffer>): bigint {
    const value = said.get(options.offset);
    if (value?.length !== 8) return 0n;
    return this.#little ? value.readBigInt64LE(0) : value.readBigInt64BE(0);
  }

  #damaged(what: string): number {
    this.file.damage = `after packet ${this.file.packets} ${what}`;
    return -1;
  }

  #u16(bytes: Buffer, at: number): number {
    return this.#little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  }

  #u32(bytes: Buffer, at: number): number {
    return this.#little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  }
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
  if (comment !== undefined && file.comments.length < maxKept) file.comments.push(comment);
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

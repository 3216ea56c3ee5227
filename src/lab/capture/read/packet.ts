import type { Buffer } from 'node:buffer';

/** A packet of a capture file. The object and its bytes are used again for the next: copy what you keep. */
export interface Packet {
  /** From 1, as Wireshark counts them. */
  number: number;
  /** ns since 1970. */
  time: bigint;
  /** https://www.tcpdump.org/linktypes.html */
  linkType: number;
  /** What was captured of it. */
  bytes: Buffer;
  /** Bytes it had on the wire; more than was captured when it was snapped. */
  wireLength: number;
}

/** What a capture file says about one of the places where it was made. */
export interface ReadInterface {
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** The capture filter that was set. */
  readonly filter: string | undefined;
  readonly linkType: number;
}

/** What is known of a capture file when it has been read. */
export interface CaptureFile {
  format: 'pcap' | 'pcapng';
  compression: string | undefined;
  packets: number;
  sections: number;
  readonly interfaces: ReadInterface[];
  /** The program that wrote it. */
  application: string | undefined;
  comments: string[];
  /** Packets that the capture lost, by its own count. */
  dropped: number;
  /** Packets of which not all bytes were captured. */
  snapped: number;
  /** Packets with a time before that of the packet before. */
  backwards: number;
  first: bigint | undefined;
  last: bigint | undefined;
  /** A sentence: why the file ends in the middle, or cannot be read to its end. */
  damage: string | undefined;
}

export function emptyCaptureFile(format: CaptureFile['format']): CaptureFile {
  return {
    format,
    compression: undefined,
    packets: 0,
    sections: 0,
    interfaces: [],
    application: undefined,
    comments: [],
    dropped: 0,
    snapped: 0,
    backwards: 0,
    first: undefined,
    last: undefined,
    damage: undefined,
  };
}

/** Interfaces and comments that are kept of one file. */
export const mostKept = 1000;
/** Bytes of a packet or block; one that says it is longer is damaged. */
export const longestBlock: number = 64 * 1024 * 1024;

/** Takes packets out of the bytes of a file. */
export interface FileParser {
  readonly file: CaptureFile;
  /**
   * Takes what stands at `at` and tells where the next block begins; `at` itself when more bytes must come, −1 when
   * nothing behind it can be read.
   */
  next(bytes: Buffer, at: number): number;
}

export type PacketVisitor = (packet: Packet) => void;

/** Fills in what every format has, and shows the packet. */
export function countPacket(file: CaptureFile, packet: Packet, visit: PacketVisitor): void {
  packet.number = ++file.packets;
  if (packet.wireLength > packet.bytes.length) file.snapped++;
  file.first ??= packet.time;
  if (file.last !== undefined && packet.time < file.last) file.backwards++;
  file.last = packet.time;
  visit(packet);
}

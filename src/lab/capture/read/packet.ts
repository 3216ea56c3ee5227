import type { Buffer } from 'node:buffer';

/** A packet of a capture file. The object and its bytes are reused for the next packet: copy what you keep. */
export interface Packet {
  /** From 1, as Wireshark counts them. */
  number: number;
  /** ns since 1970. */
  time: bigint;
  /** https://www.tcpdump.org/linktypes.html */
  linkType: number;
  /** The captured bytes. */
  bytes: Buffer;
  /** Its length on the wire; more than the captured bytes if a snap length was set. */
  wireLength: number;
}

/** What a capture file says about one interface. */
export interface ReadInterface {
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** The capture filter that was set. */
  readonly filter: string | undefined;
  readonly linkType: number;
}

/** What is known about a capture file after reading it. */
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
  /** Packets that were not captured completely. */
  snapped: number;
  /** Packets with a time before that of the packet before. */
  backwards: number;
  first: bigint | undefined;
  last: bigint | undefined;
  /** A sentence: why the file is incomplete, or cannot be read to its end. */
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

/** Interfaces and comments kept of one file, at most. */
export const maxKept = 1000;
/** Bytes of a packet or block, at most; with a greater length the file is damaged. */
export const longestBlock: number = 64 * 1024 * 1024;

/** Reads packets from the bytes of a file. */
export interface FileParser {
  readonly file: CaptureFile;
  /**
   * Reads the block at `at`, and returns the position of the next one; `at`: more bytes are needed; −1: the rest cannot
   * be read.
   */
  next(bytes: Buffer, at: number): number;
}

export type PacketVisitor = (packet: Packet) => void;

/** Fills in the common fields, and passes on the packet. */
export function countPacket(file: CaptureFile, packet: Packet, visit: PacketVisitor): void {
  packet.number = ++file.packets;
  if (packet.wireLength > packet.bytes.length) file.snapped++;
  file.first ??= packet.time;
  if (file.last !== undefined && packet.time < file.last) file.backwards++;
  file.last = packet.time;
  visit(packet);
}

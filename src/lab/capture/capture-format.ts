import type { Side } from './tcp-conversation.ts';

/** Where packets are captured, for example one listener. */
export interface CaptureInterface {
  /** Short: the listener's name. */
  readonly name: string;
  /** A note about it, for example that its sessions use QUIC. */
  readonly description?: string | undefined;
}

/** The header of a capture file. */
export interface CaptureHead {
  /** Name and version of the program that writes. */
  readonly program: string;
  /** For people: what was captured, and which parts are synthetic. Only in pcapng. */
  readonly comment: string;
}

/** One packet of a file. */
export interface CapturedFrame {
  /** Ethernet, from its header on. */
  readonly bytes: Uint8Array;
  /** ns since 1970; never below that of the packet before. */
  readonly time: bigint;
  /** The number from `CaptureFormat.interface`, from 0. */
  readonly interface: number;
  /** Inbound: from the client; outbound: from the server; undefined: neither. */
  readonly from?: Side | undefined;
  readonly comment?: string | undefined;
}

/** Counts for one interface. */
export interface CaptureStatistics {
  readonly interface: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly received: bigint;
  readonly dropped: bigint;
}

/**
 * A file format. Each function gives the bytes that come next in the file: whole blocks, so that a file which ends
 * after any of them can be read. Empty: the format cannot contain this.
 */
export interface CaptureFormat {
  head(head: CaptureHead): Uint8Array;
  /** The first is number 0. Must come before its packets. */
  interface(description: CaptureInterface): Uint8Array;
  packet(packet: CapturedFrame): Uint8Array;
  /** Names of addresses. */
  names(names: ReadonlyMap<string, string>): Uint8Array;
  statistics(statistics: CaptureStatistics): Uint8Array;
}

/** The longest comment, in UTF-8 bytes; the rest is cut off. An option of a block has at most 65535 bytes. */
export const longestComment = 4096;

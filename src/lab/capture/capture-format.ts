import type { Side } from './tcp-conversation.ts';

/** Where packets are caught: one listener, say. */
export interface CaptureInterface {
  /** Short: the listener's name. */
  readonly name: string;
  /** What is worth knowing about it: that its sessions came over QUIC, say. */
  readonly description?: string | undefined;
}

/** What the head of a capture file says about its making. */
export interface CaptureHead {
  /** Name and version of the program that writes. */
  readonly program: string;
  /** For people: what was captured, and what in it is synthesised. pcapng only. */
  readonly comment: string;
}

/** One packet, as it goes into a file. */
export interface CapturedFrame {
  /** Ethernet, from its header on. */
  readonly bytes: Uint8Array;
  /** ns since 1970; never below that of the packet before. */
  readonly time: bigint;
  /** As numbered by `CaptureFormat.interface`, from 0. */
  readonly interface: number;
  /** From the client is inbound, from the server outbound; left out where it is neither. */
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
 * after any of them can be read. Empty where the format has no place for it.
 */
export interface CaptureFormat {
  head(head: CaptureHead): Uint8Array;
  /** The first is number 0. Must come before its packets. */
  interface(description: CaptureInterface): Uint8Array;
  packet(packet: CapturedFrame): Uint8Array;
  /** Which address goes by which name. */
  names(names: ReadonlyMap<string, string>): Uint8Array;
  statistics(statistics: CaptureStatistics): Uint8Array;
}

/** The longest comment, in UTF-8 bytes; more is cut off. A block's option cannot hold more than 65535. */
export const longestComment = 4096;

import type { Endpoint, Side } from '#lab/capture/tcp-conversation.ts';

import { TcpHalf } from './tcp-half.ts';

/** A TCP connection, or an exchange of UDP datagrams between two endpoints, as found in a capture. */
export interface ReadConversation {
  /** From 1, in the order of the first packets; the same whenever the file is read. */
  readonly number: number;
  readonly transport: 'tcp' | 'udp';
  /**
   * Who asked: sent the SYN, or the first datagram. Guessed from the ports where the beginning is not in the capture.
   */
  readonly client: Endpoint;
  readonly server: Endpoint;
  packets: number;
  firstPacket: number;
  lastPacket: number;
  first: bigint;
  last: bigint;
}

export class TcpFlow implements ReadConversation {
  readonly transport = 'tcp';
  readonly number: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly halves: Readonly<Record<Side, TcpHalf>> = { client: new TcpHalf(), server: new TcpHalf() };
  packets = 0;
  firstPacket = 0;
  lastPacket = 0;
  first = 0n;
  last = 0n;
  /** The number of the client's SYN. */
  syn: number | undefined;
  synTime = 0n;
  /** SYNs that were sent again. */
  synRetries = 0;
  synAnswered = false;
  /** The SYN carried data, or PSH: no system does that by itself. */
  strangeSyn = false;
  /** Who sent a RST first. */
  reset: Side | undefined;
  resets = 0;
  zeroWindows = 0;
  /** Packets whose checksum does not fit. */
  badChecksums = 0;
  /** Packets with data, after both sides had ended or one had reset. */
  afterEnd = 0;

  constructor(number: number, client: Endpoint, server: Endpoint) {
    this.number = number;
    this.client = client;
    this.server = server;
  }

  /** Both have finished, or one has reset. */
  get over(): boolean {
    return this.reset !== undefined || (this.halves.client.fin && this.halves.server.fin);
  }

  get hasData(): boolean {
    return this.halves.client.bytes > 0 || this.halves.server.bytes > 0;
  }
}

export class UdpFlow implements ReadConversation {
  readonly transport = 'udp';
  readonly number: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly bytes: Record<Side, number> = { client: 0, server: 0 };
  readonly datagrams: Record<Side, number> = { client: 0, server: 0 };
  packets = 0;
  firstPacket = 0;
  lastPacket = 0;
  first = 0n;
  last = 0n;

  constructor(number: number, client: Endpoint, server: Endpoint) {
    this.number = number;
    this.client = client;
    this.server = server;
  }
}

export function touch(
  conversation: ReadConversation,
  packet: { readonly number: number; readonly time: bigint },
): void {
  if (conversation.packets++ === 0) {
    conversation.firstPacket = packet.number;
    conversation.first = packet.time;
  }
  conversation.lastPacket = packet.number;
  conversation.last = packet.time;
}

/**
 * Receives the events of a capture's conversations, in the order of the packets. Buffers are reused: copy the bytes.
 */
export interface ConversationVisitor {
  opened(flow: TcpFlow, time: bigint): void;
  bytes(flow: TcpFlow, from: Side, bytes: Buffer, time: bigint): void;
  /** Bytes that are not in the capture. */
  missing(flow: TcpFlow, from: Side, bytes: number, time: bigint): void;
  finished(flow: TcpFlow, from: Side, time: bigint): void;
  reset(flow: TcpFlow, from: Side, time: bigint): void;
  datagram(flow: UdpFlow, from: Side, bytes: Buffer, time: bigint): void;
  /** Nothing more will be told about it. */
  over(flow: TcpFlow | UdpFlow): void;
  /** A packet that is neither TCP nor UDP: `ARP`, `ICMP`, …. */
  other(name: string): void;
}

import { etherAddressOf } from './address.ts';
import { checksumOf, sumOfWords } from './checksum.ts';

/** What Ethernet carries in one frame after its own header. */
export const ethernetMtu = 1500;

export const tcpFlags = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;
export const ipProtocols = { tcp: 6, udp: 17 } as const;

/** Where a packet comes from and goes to. Both addresses have 4 bytes, or both have 16. */
export interface Route {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** IPv4 only; 0 to 65535. */
  readonly identification: number;
  /** IPv4 only; false when left out. */
  readonly dontFragment?: boolean | undefined;
  /** Time to live, or hop limit; 64 when left out. */
  readonly timeToLive?: number | undefined;
}

export interface TcpFields {
  readonly sequence: number;
  /** 0 where the flags have no ACK. */
  readonly acknowledgement: number;
  /** `tcpFlags`, added. */
  readonly flags: number;
  readonly window: number;
  /** A multiple of four bytes, up to 40. */
  readonly options?: Uint8Array | undefined;
}

const none = new Uint8Array();

/** A whole Ethernet frame with one TCP segment, all checksums right (RFC 791, 1071, 8200, 9293). */
export function tcpFrame(route: Route, fields: TcpFields, payload: Uint8Array = none): Uint8Array {
  return frameAround(route, ipProtocols.tcp, tcpHeader(route, fields, payload), payload);
}

/** A whole Ethernet frame with one UDP datagram, all checksums right (RFC 768). */
export function udpFrame(route: Route, payload: Uint8Array): Uint8Array {
  return frameAround(route, ipProtocols.udp, udpHeader(route, payload), payload);
}

/** 20 bytes and the options. */
export function tcpHeader(route: Route, fields: TcpFields, payload: Uint8Array): Uint8Array {
  const options = fields.options ?? none;
  const header = new Uint8Array(20 + options.length);
  const view = new DataView(header.buffer);
  view.setUint16(0, route.sourcePort);
  view.setUint16(2, route.destinationPort);
  view.setUint32(4, fields.sequence);
  view.setUint32(8, fields.acknowledgement);
  view.setUint8(12, (header.length / 4) << 4);
  view.setUint8(13, fields.flags);
  view.setUint16(14, fields.window);
  header.set(options, 20);
  view.setUint16(16, checksumOf(transportSum(route, ipProtocols.tcp, header, payload)));
  return header;
}

/** 8 bytes. */
export function udpHeader(route: Route, payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  view.setUint16(0, route.sourcePort);
  view.setUint16(2, route.destinationPort);
  view.setUint16(4, header.length + payload.length);
  const checksum = checksumOf(transportSum(route, ipProtocols.udp, header, payload));
  // 0 would mean that there is no checksum.
  view.setUint16(6, checksum === 0 ? 0xffff : checksum);
  return header;
}

/** What the checksum of TCP and UDP covers: the pseudo header, the header with a checksum of 0, the payload. */
function transportSum(route: Route, protocol: number, header: Uint8Array, payload: Uint8Array): number {
  const pseudo = sumOfWords(route.destination, sumOfWords(route.source)) + protocol + header.length + payload.length;
  return sumOfWords(payload, sumOfWords(header, pseudo));
}

/** 20 bytes for IPv4, 40 for IPv6. `length`: bytes of what it carries. */
export function ipHeader(route: Route, protocol: number, length: number): Uint8Array {
  return route.source.length === 4 ? ipv4Header(route, protocol, length) : ipv6Header(route, protocol, length);
}

function ipv4Header(route: Route, protocol: number, length: number): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, header.length + length);
  view.setUint16(4, route.identification);
  view.setUint16(6, route.dontFragment === true ? 0x4000 : 0);
  view.setUint8(8, route.timeToLive ?? 64);
  view.setUint8(9, protocol);
  header.set(route.source, 12);
  header.set(route.destination, 16);
  view.setUint16(10, checksumOf(sumOfWords(header)));
  return header;
}

function ipv6Header(route: Route, protocol: number, length: number): Uint8Array {
  const header = new Uint8Array(40);
  const view = new DataView(header.buffer);
  view.setUint8(0, 0x60);
  view.setUint16(4, length);
  view.setUint8(6, protocol);
  view.setUint8(7, route.timeToLive ?? 64);
  header.set(route.source, 8);
  header.set(route.destination, 24);
  return header;
}

/** 14 bytes: both Ethernet addresses, made of the IP addresses, and what the frame carries. */
export function ethernetHeader(route: Route): Uint8Array {
  const header = new Uint8Array(14);
  header.set(etherAddressOf(route.destination), 0);
  header.set(etherAddressOf(route.source), 6);
  new DataView(header.buffer).setUint16(12, route.source.length === 4 ? 0x0800 : 0x86dd);
  return header;
}

function frameAround(route: Route, protocol: number, transport: Uint8Array, payload: Uint8Array): Uint8Array {
  const headers = [ethernetHeader(route), ipHeader(route, protocol, transport.length + payload.length), transport];
  const frame = new Uint8Array(headers.reduce((sum, { length }) => sum + length, payload.length));
  let at = 0;
  for (const part of [...headers, payload]) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}

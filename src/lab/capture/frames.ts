import { checksumOf, sumOfWords } from './checksum.ts';

/** The most bytes in an Ethernet frame after its header. */
export const ethernetMtu = 1500;

export const tcpFlags = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;
export const ipProtocols = { tcp: 6, udp: 17 } as const;

/** The source and destination of a packet. Both addresses have 4 bytes, or both have 16. */
export interface Route {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** IPv4 only; 0 to 65535. */
  readonly identification: number;
  /** IPv4 only; false when left out. */
  readonly dontFragment?: boolean | undefined;
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
const ethernetBytes = 14;
const udpBytes = 8;
/** Called hop limit in IPv6. */
const timeToLive = 64;

/** A whole Ethernet frame with one TCP segment, all checksums right (RFC 791, 1071, 8200, 9293). */
export function tcpFrame(route: Route, fields: TcpFields, payload: Uint8Array = none): Uint8Array {
  const header = tcpBytes(fields);
  const frame = frameFor(route, ipProtocols.tcp, header + payload.length);
  const at = frame.length - header - payload.length;
  frame.set(payload, at + header);
  putTcp(frame, at, route, fields);
  put16(frame, at + 16, checksumOf(transportSum(route, ipProtocols.tcp, frame, at)));
  return frame;
}

/** A whole Ethernet frame with one UDP datagram, all checksums right (RFC 768). */
export function udpFrame(route: Route, payload: Uint8Array): Uint8Array {
  const frame = frameFor(route, ipProtocols.udp, udpBytes + payload.length);
  const at = frame.length - udpBytes - payload.length;
  frame.set(payload, at + udpBytes);
  putUdp(frame, at, route);
  return frame;
}

/** 20 bytes for IPv4, 40 for IPv6. `length`: bytes of what it carries. */
export function ipHeader(route: Route, protocol: number, length: number): Uint8Array {
  const header = new Uint8Array(ipBytes(route));
  putIp(header, 0, route, protocol, length);
  return header;
}

const tcpBytes = ({ options }: TcpFields): number => 20 + (options?.length ?? 0);

const ipBytes = ({ source }: Route): number => (source.length === 4 ? 20 : 40);

/**
 * With the headers of Ethernet and IP, and space for what they carry. Written in one piece: a capture is made of
 * thousands a second.
 */
function frameFor(route: Route, protocol: number, length: number): Uint8Array {
  const frame = new Uint8Array(ethernetBytes + ipBytes(route) + length);
  putEthernet(frame, route);
  putIp(frame, ethernetBytes, route, protocol, length);
  return frame;
}

function putTcp(bytes: Uint8Array, at: number, route: Route, fields: TcpFields): void {
  put16(bytes, at, route.sourcePort);
  put16(bytes, at + 2, route.destinationPort);
  put32(bytes, at + 4, fields.sequence);
  put32(bytes, at + 8, fields.acknowledgement);
  bytes[at + 12] = (tcpBytes(fields) / 4) << 4;
  bytes[at + 13] = fields.flags;
  put16(bytes, at + 14, fields.window);
  if (fields.options) bytes.set(fields.options, at + 20);
}

function putUdp(bytes: Uint8Array, at: number, route: Route): void {
  put16(bytes, at, route.sourcePort);
  put16(bytes, at + 2, route.destinationPort);
  put16(bytes, at + 4, bytes.length - at);
  const checksum = checksumOf(transportSum(route, ipProtocols.udp, bytes, at));
  // 0 would mean that there is no checksum.
  put16(bytes, at + 6, checksum === 0 ? 0xffff : checksum);
}

/** What the checksum of TCP and UDP covers: the pseudo header, the header with a checksum of 0, the payload. */
function transportSum(route: Route, protocol: number, bytes: Uint8Array, at: number): number {
  const pseudo = sumOfWords(route.destination, sumOfWords(route.source)) + protocol + bytes.length - at;
  return sumOfWords(bytes, pseudo, at);
}

function putIp(bytes: Uint8Array, at: number, route: Route, protocol: number, length: number): void {
  if (route.source.length === 4) putIpv4(bytes, at, route, protocol, length);
  else putIpv6(bytes, at, route, protocol, length);
}

function putIpv4(bytes: Uint8Array, at: number, route: Route, protocol: number, length: number): void {
  bytes[at] = 0x45;
  put16(bytes, at + 2, 20 + length);
  put16(bytes, at + 4, route.identification);
  put16(bytes, at + 6, route.dontFragment === true ? 0x4000 : 0);
  bytes[at + 8] = timeToLive;
  bytes[at + 9] = protocol;
  bytes.set(route.source, at + 12);
  bytes.set(route.destination, at + 16);
  put16(bytes, at + 10, checksumOf(sumOfWords(bytes, 0, at, at + 20)));
}

function putIpv6(bytes: Uint8Array, at: number, route: Route, protocol: number, length: number): void {
  bytes[at] = 0x60;
  put16(bytes, at + 4, length);
  bytes[at + 6] = protocol;
  bytes[at + 7] = timeToLive;
  bytes.set(route.source, at + 8);
  bytes.set(route.destination, at + 24);
}

function putEthernet(bytes: Uint8Array, route: Route): void {
  putEtherAddress(bytes, 0, route.destination);
  putEtherAddress(bytes, 6, route.source);
  put16(bytes, 12, route.source.length === 4 ? 0x0800 : 0x86dd);
}

/** A locally administered address, made of the last four bytes of the IP address. */
function putEtherAddress(bytes: Uint8Array, at: number, address: Uint8Array): void {
  bytes[at] = 2;
  for (let nth = 0; nth < 4; nth++) bytes[at + 2 + nth] = address[address.length - 4 + nth] ?? 0;
}

function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}

function put32(bytes: Uint8Array, at: number, value: number): void {
  put16(bytes, at, value >>> 16);
  put16(bytes, at + 2, value);
}

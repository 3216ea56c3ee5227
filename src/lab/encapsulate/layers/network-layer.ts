import { formatAddress } from '#lab/capture/address.ts';
import { ipProtocols } from '#lab/capture/frames.ts';

import { HeaderReader, hexNumber, type Layer } from './layer.ts';
import { etherTypes, ethernetLength } from './link-layer.ts';

/** The names that the file has for addresses. */
export type AddressNames = ReadonlyMap<string, string>;

const carried = (protocol: number): string => {
  if (protocol === ipProtocols.tcp) return 'carries TCP';
  return protocol === ipProtocols.udp ? 'carries UDP' : 'carries another protocol';
};

/** IPv4 (RFC 791) or IPv6 (RFC 8200). */
export function networkLayer(frame: Uint8Array, names: AddressNames): Layer {
  const ethernet = new HeaderReader(frame, 0);
  return ethernet.u16(12) === etherTypes.ipv4 ? ipv4(frame, names) : ipv6(frame, names);
}

function ipv4(frame: Uint8Array, names: AddressNames): Layer {
  const header = new HeaderReader(frame, ethernetLength);
  const length = (header.u8(0) & 0x0f) * 4;
  const total = header.u16(2);
  const fragment = header.u16(6);
  header.field(0, 1, 'Version', header.u8(0) >> 4, 'IP version 4 (upper 4 bits)');
  header.field(
    0,
    1,
    'Header length',
    header.u8(0) & 0x0f,
    `${length} bytes: the number counts words of 4 bytes (lower 4 bits)`,
  );
  header.field(1, 1, 'DSCP', header.u8(1) >> 2, 'class of service: best effort (upper 6 bits)');
  header.field(1, 1, 'ECN', header.u8(1) & 3, 'explicit congestion notification: not used (lower 2 bits)');
  header.field(2, 2, 'Total length', total, `${length} bytes of header and ${total - length} of what it carries`);
  header.field(
    4,
    2,
    'Identification',
    hexNumber(header.u16(4), 4),
    'tells the fragments of one packet from those of others',
  );
  header.field(6, 2, 'Reserved flag', fragment >> 15, 'always 0 (bit 15)');
  header.field(
    6,
    2,
    "Don't fragment",
    (fragment >> 14) & 1,
    (fragment & 0x4000) === 0 ? 'routers may cut the packet (bit 14)' : 'routers must not cut the packet (bit 14)',
  );
  header.field(6, 2, 'More fragments', (fragment >> 13) & 1, 'no fragment follows (bit 13)');
  header.field(6, 2, 'Fragment offset', fragment & 0x1fff, 'the packet is whole (lower 13 bits)');
  header.field(8, 1, 'Time to live', header.u8(8), 'routers it may pass; each takes one away');
  header.field(9, 1, 'Protocol', header.u8(9), carried(header.u8(9)));
  header.field(
    10,
    2,
    'Header checksum',
    hexNumber(header.u16(10), 4),
    'right: one’s complement sum of the header (RFC 1071)',
  );
  addresses(header, [12, 16], 4, names);
  return { layer: 'Network', protocol: 'IPv4', offset: ethernetLength, length, fields: header.fields };
}

function ipv6(frame: Uint8Array, names: AddressNames): Layer {
  const header = new HeaderReader(frame, ethernetLength);
  const first = header.u32(0);
  header.field(0, 1, 'Version', first >>> 28, 'IP version 6 (4 bits)');
  header.field(0, 2, 'Traffic class', (first >>> 20) & 0xff, 'class of service: best effort (8 bits)');
  header.field(1, 3, 'Flow label', hexNumber(first & 0xfffff, 5), 'no flow (20 bits)');
  header.field(4, 2, 'Payload length', header.u16(4), 'bytes after this header');
  header.field(6, 1, 'Next header', header.u8(6), carried(header.u8(6)));
  header.field(7, 1, 'Hop limit', header.u8(7), 'routers it may pass; each takes one away');
  addresses(header, [8, 24], 16, names);
  return { layer: 'Network', protocol: 'IPv6', offset: ethernetLength, length: 40, fields: header.fields };
}

function addresses(header: HeaderReader, at: readonly [number, number], length: number, names: AddressNames): void {
  for (const [nth, title] of ['Source address', 'Destination address'].entries()) {
    const place = at[nth] ?? 0;
    const address = formatAddress(header.slice(place, length));
    const name = names.get(address);
    const who = nth === 0 ? 'where the packet comes from' : 'where the packet goes to';
    header.field(place, length, title, address, name === undefined ? who : `${who}: ${name}`);
  }
}

/** Where the transport's header begins, and its protocol number. */
export function transportPlace(frame: Uint8Array): { readonly offset: number; readonly protocol: number } {
  const header = new HeaderReader(frame, ethernetLength);
  const version = header.u8(0) >> 4;
  return version === 4
    ? { offset: ethernetLength + (header.u8(0) & 0x0f) * 4, protocol: header.u8(9) }
    : { offset: ethernetLength + 40, protocol: header.u8(6) };
}

import type { Buffer } from 'node:buffer';

/** What a link layer carries, and its position. `type`: an EtherType; 0: none. */
export interface Carried {
  type: number;
  at: number;
}

export const etherTypes = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;
const vlanTypes: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const [pppoe, pppIpv4, pppIpv6] = [0x8864, 0x0021, 0x0057];
/** `AF_INET6` on Linux, NetBSD, FreeBSD, macOS and Windows. */
const inet6: ReadonlySet<number> = new Set([10, 23, 24, 28, 30]);

type Reader = (bytes: Buffer, carried: Carried) => void;

/** A family of addresses as BSD, Windows and Linux number them. */
function familyType(family: number): number {
  if (family === 2) return etherTypes.ipv4;
  return inet6.has(family) ? etherTypes.ipv6 : 0;
}

const raw: Reader = (bytes, carried) => {
  const version = (bytes[0] ?? 0) >> 4;
  carried.type = version === 4 ? etherTypes.ipv4 : version === 6 ? etherTypes.ipv6 : 0;
};

/** EtherTypes of VLAN tags and other headers before IP. */
function afterEtherType(bytes: Buffer, carried: Carried, type: number, at: number): void {
  let [found, next] = [type, at];
  while (vlanTypes.has(found) && bytes.length >= next + 4) {
    found = bytes.readUInt16BE(next + 2);
    next += 4;
  }
  if (found === pppoe && bytes.length >= next + 8) {
    found = pppType(bytes.readUInt16BE(next + 6));
    next += 8;
  }
  // A length: 802.3, with the EtherType after a SNAP header.
  if (found < 0x0600) {
    const isSnap = bytes.length >= next + 8 && bytes.readUInt32BE(next) === 0xaaaa_0300;
    found = isSnap ? bytes.readUInt16BE(next + 6) : 0;
    next += 8;
  }
  carried.type = found;
  carried.at = next;
}

const pppType = (type: number): number => (type === pppIpv4 ? etherTypes.ipv4 : type === pppIpv6 ? etherTypes.ipv6 : 0);

const readers: ReadonlyMap<number, readonly [least: number, read: Reader]> = new Map<number, readonly [number, Reader]>(
  [
    // NULL: in the byte order of the machine that captured.
    [
      0,
      [
        4,
        (bytes, carried) => {
          carried.type = familyType(bytes.readUInt32LE(0)) || familyType(bytes.readUInt32BE(0));
          carried.at = 4;
        },
      ],
    ],
    [1, [14, (bytes, carried) => afterEtherType(bytes, carried, bytes.readUInt16BE(12), 14)]],
    // PPP, with or without the bytes of HDLC.
    [
      9,
      [
        4,
        (bytes, carried) => {
          const at = bytes.readUInt16BE(0) === 0xff03 ? 2 : 0;
          carried.type = pppType(bytes.readUInt16BE(at));
          carried.at = at + 2;
        },
      ],
    ],
    [12, [1, raw]],
    [14, [1, raw]],
    [101, [1, raw]],
    // LOOP: in network byte order.
    [
      108,
      [
        4,
        (bytes, carried) => {
          carried.type = familyType(bytes.readUInt32BE(0));
          carried.at = 4;
        },
      ],
    ],
    [113, [16, (bytes, carried) => afterEtherType(bytes, carried, bytes.readUInt16BE(14), 16)]],
    [228, [1, raw]],
    [229, [1, raw]],
    [276, [20, (bytes, carried) => afterEtherType(bytes, carried, bytes.readUInt16BE(0), 20)]],
  ],
);

/** Finds what a packet carries. `false`: it is of another link type, or too short. */
export function readLinkLayer(linkType: number, bytes: Buffer, carried: Carried): boolean {
  carried.type = 0;
  carried.at = 0;
  const row = readers.get(linkType);
  if (!row || bytes.length < row[0]) return false;
  row[1](bytes, carried);
  return true;
}

const names: Readonly<Record<number, string>> = {
  0: 'NULL (loopback)',
  1: 'Ethernet',
  9: 'PPP',
  12: 'raw IP',
  14: 'raw IP',
  101: 'raw IP',
  105: 'Wi-Fi (802.11)',
  108: 'LOOP (loopback of BSD)',
  113: 'Linux cooked',
  127: 'Wi-Fi with radiotap',
  187: 'Bluetooth',
  189: 'USB of Linux',
  201: 'Bluetooth',
  220: 'USB of Linux',
  228: 'raw IPv4',
  229: 'raw IPv6',
  239: 'netfilter log',
  249: 'USB of Windows',
  251: 'Bluetooth LE',
  276: 'Linux cooked v2',
};

export const linkTypeName = (linkType: number): string => names[linkType] ?? `link type ${linkType}`;
export const canReadLinkType = (linkType: number): boolean => readers.has(linkType);

import { Buffer } from 'node:buffer';

import { type Carried, etherTypes } from './link-layer.ts';
import { Fragments } from './fragments.ts';

/** A transport packet within an IP packet. The object is used again for the next: copy what you keep. */
export interface Transport {
  /** The protocol number of IP: 6 is TCP, 17 is UDP. */
  protocol: number;
  /** 4 or 16. */
  addressBytes: number;
  /** The position of the two addresses, source first. */
  addresses: Buffer;
  addressesAt: number;
  /** The captured bytes from the transport header on. */
  bytes: Buffer;
  at: number;
  end: number;
  /** Bytes of it on the wire that were not captured. */
  missing: number;
  /** IPv4 only; 0 otherwise. */
  identification: number;
}

export const emptyTransport = (): Transport => {
  const none = Buffer.alloc(0);
  const at = { addressesAt: 0, at: 0, end: 0 };
  return { protocol: -1, addressBytes: 4, addresses: none, bytes: none, missing: 0, identification: 0, ...at };
};

const [ipInIp, ipv6InIp] = [4, 41];
/** Hop-by-hop, routing, destination options, mobility, HIP, Shim6: a next header and a length in units of 8. */
const extensions: ReadonlySet<number> = new Set([0, 43, 60, 135, 139, 140]);
const [fragmentHeader, authentication] = [44, 51];
const deepest = 8;

/** Joins fragments, and skips extension headers and IP-in-IP headers. */
export class InternetLayer {
  readonly #fragments = new Fragments();

  /** Finds the transport packet in an IP packet. `false`: there is none, or fragments are missing. */
  find(carried: Carried, bytes: Buffer, wireLength: number, found: Transport): boolean {
    if (carried.type === etherTypes.ipv4) return this.#ipv4(bytes, carried.at, wireLength, found, 0);
    return carried.type === etherTypes.ipv6 && this.#ipv6(bytes, carried.at, wireLength, found, 0);
  }

  #ipv4(bytes: Buffer, at: number, wireEnd: number, found: Transport, depth: number): boolean {
    if (bytes.length - at < 20) return false;
    const first = bytes[at] ?? 0;
    const headerBytes = (first & 0x0f) * 4;
    if (first >> 4 !== 4 || headerBytes < 20 || bytes.length - at < headerBytes) return false;
    // 0: the network card will split it, so only the capture knows its length.
    const total = bytes.readUInt16BE(at + 2) || wireEnd - at;
    const fragment = bytes.readUInt16BE(at + 6);
    found.identification = bytes.readUInt16BE(at + 4);
    found.addressBytes = 4;
    found.addresses = bytes;
    found.addressesAt = at + 12;
    place(found, bytes, at + headerBytes, at + Math.max(total, headerBytes));
    const protocol = bytes[at + 9] ?? 0;
    if ((fragment & 0x3fff) === 0) return this.#transport(protocol, found, depth);
    const id = `${protocol} ${found.identification} ${bytes.toString('latin1', at + 12, at + 20)}`;
    return this.#whole(id, (fragment & 0x1fff) * 8, (fragment & 0x2000) !== 0, protocol, found, depth);
  }

  #ipv6(bytes: Buffer, at: number, wireEnd: number, found: Transport, depth: number): boolean {
    if (bytes.length - at < 40 || (bytes[at] ?? 0) >> 4 !== 6) return false;
    const length = bytes.readUInt16BE(at + 4);
    found.identification = 0;
    found.addressBytes = 16;
    found.addresses = bytes;
    found.addressesAt = at + 8;
    place(found, bytes, at + 40, length === 0 ? wireEnd : at + 40 + length);
    return this.#transport(bytes[at + 6] ?? 0, found, depth);
  }

  /** Reads the header at `found.at`. */
  #transport(protocol: number, found: Transport, depth: number): boolean {
    const { bytes, at, end } = found;
    if (depth > deepest) return false;
    if (protocol === ipInIp || protocol === ipv6InIp) {
      const packet = bytes.subarray(0, end);
      return protocol === ipInIp
        ? this.#ipv4(packet, at, end + found.missing, found, depth + 1)
        : this.#ipv6(packet, at, end + found.missing, found, depth + 1);
    }
    if (extensions.has(protocol) || protocol === authentication) {
      if (end - at < 8) return false;
      const units = bytes[at + 1] ?? 0;
      found.at = Math.min(end, at + (protocol === authentication ? (units + 2) * 4 : (units + 1) * 8));
      return this.#transport(bytes[at] ?? 0, found, depth + 1);
    }
    if (protocol === fragmentHeader) {
      if (end - at < 8) return false;
      const place = bytes.readUInt16BE(at + 2);
      const next = bytes[at] ?? 0;
      found.at = at + 8;
      if ((place & 0xfff9) === 0) return this.#transport(next, found, depth + 1);
      const id = `${bytes.readUInt32BE(at + 4)} ${found.addresses.toString('latin1', found.addressesAt, found.addressesAt + 32)}`;
      return this.#whole(id, place & 0xfff8, (place & 1) !== 0, next, found, depth);
    }
    found.protocol = protocol;
    return true;
  }

  /** Adds a fragment; continues when the packet is complete. */
  #whole(id: string, offset: number, more: boolean, next: number, found: Transport, depth: number): boolean {
    if (found.missing > 0) return false;
    const joined = this.#fragments.take(id, offset, more, found.bytes.subarray(found.at, found.end));
    if (!joined) return false;
    const addresses = found.addresses.subarray(found.addressesAt, found.addressesAt + 2 * found.addressBytes);
    found.addresses = Buffer.from(addresses);
    found.addressesAt = 0;
    place(found, joined, 0, joined.length);
    return this.#transport(next, found, depth + 1);
  }
}

/** Ethernet pads short packets: bytes after the length given by IP are not part of the packet. */
function place(found: Transport, bytes: Buffer, at: number, end: number): void {
  found.bytes = bytes;
  found.at = at;
  found.end = Math.min(end, bytes.length);
  found.missing = end - found.end;
}

import { createHmac, randomBytes } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { Addresses } from '#chat/ports.ts';

/**
 * Networks whose addresses do not identify one peer, by the registries of special addresses (RFC 6890 and its updates):
 * this host, private, link-local and provider networks, multicast; and networks in which a gateway represents any
 * number of hosts (64:ff9b::/96 of RFC 6052, 64:ff9b:1::/48 of RFC 8215, Teredo). `networkOf` writes `::ffff:10.0.0.1`
 * as IPv4.
 */
const notOwn = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
  ['::', 8],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const;

/** Separate lists, because one list would also compare an IPv4 address with the IPv6 networks. */
const shared = { ipv4: new BlockList(), ipv6: new BlockList() } as const;
for (const [network, bits] of notOwn) {
  const family = network.includes(':') ? 'ipv6' : 'ipv4';
  shared[family].addSubnet(network, bits, family);
}

/** 128 bits, in hexadecimal. */
const digits = 32;

/** HMAC-SHA-256 with a key of 256 bits: without the key, addresses cannot be found by trying all of them. */
export const addresses: Addresses = {
  newKey: () => randomBytes(32).toString('hex'),
  hash(key, network) {
    const [address = ''] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0 || shared[family].check(address, family)) return undefined;
    return createHmac('sha256', Buffer.from(key, 'hex')).update(network).digest('hex').slice(0, digits);
  },
};

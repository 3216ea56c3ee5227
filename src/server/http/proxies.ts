import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { OptionError } from '#dialects/dialect.ts';
import type { Peer } from '#link/link.ts';
import { quoted } from '#server/command-line.ts';

/** The trusted proxies. */
export interface Proxies {
  has(address: string): boolean;
  /** The sender of a request, and whether it used https: as a trusted proxy says, otherwise from the connection. */
  peerOf(request: IncomingMessage): { readonly peer: Peer; readonly proxied: boolean; readonly https: boolean };
}

/** `networks`: `10.0.0.0/8,::1/128`; an address alone means only itself. Throws `OptionError`. */
export function proxiesOf(networks: string | undefined): Proxies {
  const list = new BlockList();
  for (const network of networks?.split(',') ?? []) add(list, network.trim());
  const has = (address: string): boolean => isIP(address) !== 0 && list.check(address, familyOf(address));
  return {
    has,
    peerOf({ socket, headers }) {
      const address = unmapped(socket.remoteAddress ?? '[gone]');
      const port = socket.remotePort ?? 0;
      if (!has(address)) return { peer: { address, port }, proxied: false, https: false };
      const behind = clientOf(textOf(headers['x-forwarded-for']), has);
      const https = textOf(headers['x-forwarded-proto']).split(',')[0]?.trim() === 'https';
      return { peer: { address: behind ?? address, port }, proxied: true, https };
    },
  };
}

/** The last address that is not one of our proxies. The client may have invented the addresses before it. */
function clientOf(forwarded: string, isProxy: (address: string) => boolean): string | undefined {
  const addresses = forwarded.split(',').map((each) => unmapped(withoutPort(each.trim())));
  const found = addresses.findLast((each) => !isProxy(each));
  return found !== undefined && isIP(found) !== 0 ? found : undefined;
}

/** Some proxies write a port, after an IPv6 address in brackets or an IPv4 address. */
const withoutPort = (each: string): string => each.replace(/^(?:\[(.*)\](?::\d+)?|([\d.]+):\d+)$/, '$1$2');

function add(list: BlockList, network: string): void {
  const [address = '', bits, ...rest] = network.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (
    isIP(address) === 0 ||
    rest.length > 0 ||
    bits === '' ||
    !Number.isInteger(prefix) ||
    prefix < 0 ||
    prefix > most
  ) {
    throw new OptionError(`trust-proxy takes networks such as 10.0.0.0/8 or ::1/128, not ${quoted(network)}.`);
  }
  list.addSubnet(address, prefix, familyOf(address));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

const textOf = (header: string | string[] | undefined): string =>
  typeof header === 'string' ? header : (header?.join(',') ?? '');

/** An IPv4-mapped IPv6 address, written as IPv4. */
const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

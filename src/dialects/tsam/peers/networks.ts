import { BlockList, isIP } from 'node:net';

/** Whether addresses lie in the networks that an operator has allowed. */
export type Networks = (address: string) => boolean;

/** `10.0.0.0/8,fd00::/8`. Undefined if one of them is not a network. */
export function parseNetworks(text: string): Networks | undefined {
  const list = new BlockList();
  for (const each of text.split(',').map((part) => part.trim())) {
    if (each === '') continue;
    const [address = '', bits = ''] = each.split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const prefix = bits === '' ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : most + 1;
    if (version === 0 || prefix > most) return undefined;
    list.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
  };
}

import { networkInterfaces } from 'node:os';
import { isLoopback } from './listener-url.ts';

/** An address of this machine, as returned by `os.networkInterfaces`. */
export interface OwnAddress {
  readonly address: string;
  readonly family: string;
  /** Whether it belongs to the loopback interface. */
  readonly internal: boolean;
}

/** The most addresses shown for one listener. */
const most = 8;

/** Link-local addresses are omitted: they need the name of the reader's interface. */
const isWide = ({ address }: OwnAddress): boolean => !/^fe[89ab][0-9a-f]:/i.test(address);

/** The addresses of a listener on `host`, the best first: all of the machine if it listens on all. */
export function addressesOf(host: string, own: readonly OwnAddress[] = ownAddresses()): readonly string[] {
  const families = everywhere[host];
  if (!families) return [host];
  const outside = own.filter((each) => !each.internal && families.includes(each.family) && isWide(each));
  const sorted = outside.toSorted((one, other) => families.indexOf(one.family) - families.indexOf(other.family));
  const found = [...new Set(sorted.map(({ address }) => address))].slice(0, most);
  return found.length > 0 ? found : [host === '::' ? '::1' : '127.0.0.1'];
}

/** Whether `host` means all addresses; `::` includes IPv4. */
const everywhere: Readonly<Record<string, readonly string[]>> = {
  '0.0.0.0': ['IPv4'],
  '::': ['IPv4', 'IPv6'],
  '::0': ['IPv4', 'IPv6'],
  '0': ['IPv4'],
};

const ownAddresses = (): readonly OwnAddress[] => Object.values(networkInterfaces()).flatMap((each) => each ?? []);

export function exposureWarning(host: string, port: number): string {
  const where = addressesOf(host)
    .filter((address) => !isLoopback(address))
    .map((address) => `${address.includes(':') ? `[${address}]` : address}:${port}`);
  return `warning: other machines can reach this listener, at ${where.join(' or ') || 'whatever address this machine has'}`;
}

import { isIP } from 'node:net';

import type { Party } from '#lab/encapsulate/csv/party.ts';
import type { Message } from '#lab/encapsulate/csv/read-messages.ts';

/** Gives ends an address where the file has none. */
export interface Hosts {
  /** The addresses of both ends of a row: always of one version of IP. */
  addresses(message: Message): readonly [from: string, to: string];
  /** Names of the file by address; an address with several names has none. */
  readonly names: ReadonlyMap<string, string>;
  readonly assumed: readonly string[];
}

type Version = 4 | 6;
const loopback: Readonly<Record<Version, string>> = { 4: '127.0.0.1', 6: '::1' };

/** Names that come with an address in some row have it in all. */
export function hostsOf(messages: readonly Message[]): Hosts {
  const taken = new Set<string>();
  const byName = new Map<string, string>();
  for (const { from, to } of messages) {
    for (const { name, address } of [from, to]) {
      if (address === undefined) continue;
      taken.add(address);
      const version = isIP(address);
      if (name !== undefined && !byName.has(`${version} ${name}`)) byName.set(`${version} ${name}`, address);
    }
  }
  let [last, given] = [0, 0];
  const fresh = (version: Version): string => {
    for (;;) {
      last++;
      const address = version === 4 ? `10.0.${last >> 8}.${last & 0xff}` : `fd00::${last.toString(16)}`;
      if (!taken.has(address) && last % 256 !== 0 && last % 256 !== 255) return address;
    }
  };
  const addressOf = (party: Party, version: Version): string => {
    if (party.address !== undefined) return party.address;
    const key = `${version} ${party.name ?? `port ${party.port}`}`;
    const known = byName.get(key) ?? fresh(version);
    if (!byName.has(key)) given++;
    byName.set(key, known);
    return known;
  };
  const all = messages.map((message) => rowAddresses(message, addressOf));
  const rows = new Map(messages.map((message, at) => [message, all[at] ?? ([loopback[4], loopback[4]] as const)]));
  return {
    addresses: (message) => rows.get(message) ?? [loopback[4], loopback[4]],
    names: namesOf(messages, rows),
    assumed: sentences(messages, given, byName),
  };
}

function rowAddresses(
  { from, to }: Message,
  addressOf: (party: Party, version: Version) => string,
): readonly [string, string] {
  const isPortOnly = ({ name, address }: Party): boolean => name === undefined && address === undefined;
  if (isPortOnly(from) && isPortOnly(to)) return [loopback[4], from.port === to.port ? '127.0.0.2' : loopback[4]];
  const version = isIP(from.address ?? to.address ?? '') === 6 ? 6 : 4;
  // One application on two machines.
  if (from.name !== undefined && from.name === to.name && from.address === undefined && to.address === undefined) {
    return [addressOf(from, version), addressOf({ name: `${to.name} (destination)` }, version)];
  }
  return [addressOf(from, version), addressOf(to, version)];
}

function namesOf(
  messages: readonly Message[],
  rows: ReadonlyMap<Message, readonly [string, string]>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string | undefined>();
  for (const message of messages) {
    const addresses = rows.get(message) ?? [];
    for (const [nth, { name }] of [message.from, message.to].entries()) {
      const address = addresses[nth];
      if (name === undefined || address === undefined) continue;
      names.set(address, names.has(address) && names.get(address) !== name ? undefined : name);
    }
  }
  return new Map([...names].filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The most names that are listed in a sentence. */
const listed = 6;

function sentences(
  messages: readonly Message[],
  given: number,
  byName: ReadonlyMap<string, string>,
): readonly string[] {
  const assumed: string[] = [];
  const isPort = ({ from, to }: Message): boolean =>
    from.name === undefined && from.address === undefined && to.name === undefined && to.address === undefined;
  if (messages.some(isPort)) assumed.push('Where the file has ports and no addresses, both ends are at 127.0.0.1.');
  if (messages.some((message) => isPort(message) && message.from.port === message.to.port)) {
    assumed.push('Where both ports are the same, the destination is at 127.0.0.2.');
  }
  if (given > 0) {
    const made = [...byName].filter(([, address]) => /^(?:10\.0\.|fd00::)/.test(address));
    const shown = made.slice(0, listed).map(([key, address]) => `${key.slice(2)} ${address}`);
    assumed.push(`Ends without an address get one: ${shown.join(', ')}${made.length > listed ? ', …' : ''}.`);
  }
  return assumed;
}

import type { Endpoint, Side } from '#lab/capture/tcp-conversation.ts';
import type { Party } from '#lab/encapsulate/csv/party.ts';
import type { Message } from '#lab/encapsulate/csv/read-messages.ts';

import type { Spoken } from './dns-rows.ts';
import { type Hosts, hostsOf } from './hosts.ts';
import { withKnownPorts } from './known-ports.ts';
import { sideOfFirst } from './roles-of-ends.ts';
import { anyPort, isReadAsBinary, portOf, protocolName } from './services.ts';
import { confusesHttp, warningsAbout } from './warnings.ts';

/** All messages between two endpoints over one transport. */
export interface PairConversation {
  readonly transport: Message['transport'];
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Names of the file, where it has some. */
  readonly clientName: string | undefined;
  readonly serverName: string | undefined;
  /** Rows are sent as messages of this protocol, made for their texts; without it, as their texts. */
  readonly made: 'DNS' | 'NTP' | undefined;
  /** The rows, in the order of their times. */
  readonly rows: readonly Spoken[];
}

export interface Conversations {
  /** The conversations, in the order in which they begin. */
  readonly pairs: readonly PairConversation[];
  readonly hosts: Hosts;
  readonly assumed: readonly string[];
}

export interface ConversationOptions {
  /** The port of servers whose port is not in the file; by default that of their protocol. */
  readonly port?: number | undefined;
}

/** Where the ports of clients begin (RFC 6335). */
const firstDynamic = 49_152;
const lastPort = 65_535;

/** One for each pair of endpoints. Where the file has no ports, one for each pair of ends and protocol. */
export function conversationsOf(read: readonly Message[], { port }: ConversationOptions = {}): Conversations {
  const messages = withKnownPorts(read);
  const hosts = hostsOf(messages);
  const groups = Map.groupBy(messages, (message) => keyOf(message, hosts));
  const ports = new PortBook(messages, hosts);
  const assumed = new Set<string>();
  const pairs = [...groups.values()].map((rows) => pairOf(rows, hosts, ports, port, assumed));
  return { pairs, hosts, assumed: [...hosts.assumed, ...assumed] };
}

function keyOf(message: Message, hosts: Hosts): string {
  const [from, to] = hosts.addresses(message);
  // Two names at one address are two ends, unless ports distinguish them.
  const ends = [
    `${from} ${message.from.port ?? message.from.name}`,
    `${to} ${message.to.port ?? message.to.name}`,
  ].sort();
  const known = message.from.port !== undefined && message.to.port !== undefined;
  return [message.transport, ...ends, known ? '' : protocolName(message.protocol)].join('|');
}

function pairOf(
  rows: readonly Message[],
  hosts: Hosts,
  ports: PortBook,
  usual: number | undefined,
  assumed: Set<string>,
): PairConversation {
  const [first] = rows;
  if (!first) throw new RangeError('a conversation has rows');
  const [from, to] = hosts.addresses(first);
  const firstSide = sideOfFirst(first.from, first.to, first.text);
  const ends: Readonly<Record<Side, { readonly party: Party; readonly address: string }>> =
    firstSide === 'client'
      ? { client: { party: first.from, address: from }, server: { party: first.to, address: to } }
      : { client: { party: first.to, address: to }, server: { party: first.from, address: from } };
  const serverPort = ends.server.party.port ?? serverPortOf(rows, usual, assumed);
  const server = { address: ends.server.address, port: serverPort };
  const clientPort = ends.client.party.port ?? ports.clientPort(ends.client.address, server);
  if (ends.client.party.port === undefined) assumed.add(`Clients without a port get one from ${firstDynamic} on.`);
  for (const sentence of warningsAbout(rows, first.transport, [serverPort, clientPort])) assumed.add(sentence);
  const isClient = (message: Message): boolean => {
    const [source] = hosts.addresses(message);
    return (
      source === ends.client.address &&
      message.from.port === ends.client.party.port &&
      isNamed(message.from, ends.client.party)
    );
  };
  return {
    transport: first.transport,
    made: madeAs(rows, first.transport, [serverPort, clientPort]),
    client: { address: ends.client.address, port: clientPort },
    server,
    clientName: ends.client.party.name,
    serverName: ends.server.party.name,
    rows: rows.map((message) => ({ message, from: isClient(message) ? 'client' : 'server' })),
  };
}

const dnsPorts: ReadonlySet<number> = new Set([53, 5353, 5355]);
const ntpPort = 123;

/** Rows of these protocols, and all datagrams to their ports: Wireshark would find texts malformed there. */
function madeAs(
  rows: readonly Message[],
  transport: Message['transport'],
  ports: readonly number[],
): PairConversation['made'] {
  const areAll = (name: string): boolean => rows.every(({ protocol }) => protocolName(protocol) === name);
  if (areAll('DNS')) return 'DNS';
  if (transport === 'tcp') return undefined;
  if (ports.some((port) => dnsPorts.has(port))) return 'DNS';
  return ports.includes(ntpPort) || areAll('NTP') ? 'NTP' : undefined;
}

/** Whether ends have different names: those at one address without ports are distinguished by them. */
const isNamed = (one: Party, other: Party): boolean =>
  one.port !== undefined || one.name === undefined || other.name === undefined || one.name === other.name;

function serverPortOf(rows: readonly Message[], usual: number | undefined, assumed: Set<string>): number {
  const name = protocolName(rows[0]?.protocol ?? '');
  const known = portOf(name);
  const fits =
    known !== undefined &&
    !isReadAsBinary(rows[0]?.transport ?? 'tcp', known) &&
    !(known === portOf('HTTP') && confusesHttp(rows));
  const port = usual ?? (fits ? known : anyPort);
  assumed.add(
    `The file tells no port of the ${name === '' ? 'server' : `${name} server`}: ${port} (another one by --port).`,
  );
  return port;
}

/** Gives clients ports that are not in use. */
class PortBook {
  readonly #taken = new Set<string>();
  readonly #next = new Map<string, number>();

  constructor(messages: readonly Message[], hosts: Hosts) {
    for (const message of messages) {
      const [from, to] = hosts.addresses(message);
      if (message.from.port !== undefined) this.#taken.add(`${from} ${message.from.port}`);
      if (message.to.port !== undefined) this.#taken.add(`${to} ${message.to.port}`);
    }
  }

  /** A port may serve again towards another server, once all were used. */
  clientPort(address: string, server: Endpoint): number {
    for (let tries = 0; tries <= 2 * (lastPort - firstDynamic); tries++) {
      const port = this.#next.get(address) ?? firstDynamic;
      this.#next.set(address, port === lastPort ? firstDynamic : port + 1);
      const key =
        tries <= lastPort - firstDynamic ? `${address} ${port}` : `${address} ${port} ${server.address} ${server.port}`;
      if (this.#taken.has(key)) continue;
      this.#taken.add(key).add(`${address} ${port} ${server.address} ${server.port}`);
      return port;
    }
    throw new RangeError(`all client ports of ${address} are used`);
  }
}

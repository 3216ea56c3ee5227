import { isIP } from 'node:net';

import { isUdp, protocolName } from '#lab/encapsulate/packets/services.ts';

import type { Column, Columns } from './columns.ts';
import { hexBytes, unescapeMessage } from './message-text.ts';
import { type Party, type PartyProblem, readParty } from './party.ts';
import { cellText, type Problem } from './problem.ts';
import type { Message, ReadOptions } from './message.ts';
import { cellOf, type Row, type Table } from './table.ts';

/** A row, or what is wrong with it. */
export interface ReadRow {
  readonly message: Omit<Message, 'row' | 'line' | 'time' | 'timeText'> | undefined;
  readonly problems: readonly Problem[];
  readonly assumed: readonly string[];
  /** An escape such as `\n` in the message was replaced by its character. */
  readonly unescaped: boolean;
}

const utf8 = new TextEncoder();

export function readRow(row: Row, { columns }: Table, { rawText = false }: ReadOptions): ReadRow {
  const problems: Problem[] = [];
  const assumed: string[] = [];
  const report = (column: Column | undefined, text: string): void =>
    void problems.push({ line: row.line, column: column?.name, text });
  const from = endOf('source', row, columns, report, assumed);
  const to = endOf('destination', row, columns, report, assumed);
  const answers = isAnswer.test(cellOf(row, columns.direction));
  const protocol = cellOf(row, columns.protocol);
  const written = columns.message === undefined ? '' : (row.cells[columns.message.at] ?? '');
  const text = rawText ? written : unescapeMessage(written);
  const hex = cellOf(row, columns.payload);
  const bytes = hex === '' ? utf8.encode(text) : hexBytes(hex);
  if (!bytes) report(columns.payload, `${cellText(hex)} is not bytes in hex`);
  if (from && to && isMixed(from, to)) report(columns.destinationAddress ?? columns.destinationName, mixedWords);
  if (from && to && isSame(from, to)) report(columns.destinationName ?? columns.destinationPort, sameWords(from));
  if (!from || !to || !bytes || problems.length > 0) return { message: undefined, problems, assumed, unescaped: false };
  const transport = transportOf(cellOf(row, columns.transport), protocol, from, to);
  const shown = hex === '' ? text : new TextDecoder().decode(bytes);
  const [source, destination] = answers ? [to, from] : [from, to];
  const message = {
    id: cellOf(row, columns.id),
    protocol,
    transport,
    from: source,
    to: destination,
    text: shown,
    payload: bytes,
    exact: hex !== '',
  };
  return { message, problems, assumed, unescaped: text !== written };
}

/** For files with a direction in place of source and destination. */
const isAnswer =
  /^(?:s\w*\s*(?:->|→|to|2|>)\s*c\w*|.*\b(?:response|reply|answer|incoming|inbound|received?|recv)\b.*|in|rx|←|<-+)$/i;

type Side = 'source' | 'destination';
const usualNames: Readonly<Record<Side, string>> = { source: 'client', destination: 'server' };

function endOf(
  side: Side,
  row: Row,
  columns: Columns,
  report: (column: Column | undefined, text: string) => void,
  assumed: string[],
): Party | undefined {
  const own = { name: columns[`${side}Name`], address: columns[`${side}Address`], port: columns[`${side}Port`] };
  if (!own.name && !own.address && !own.port) {
    assumed.push(`No column tells the ${side}: it is called ${usualNames[side]}.`);
    return { name: usualNames[side] };
  }
  const cells = { name: cellOf(row, own.name), address: cellOf(row, own.address), port: cellOf(row, own.port) };
  const party = readParty(cells);
  if (isProblem(party)) {
    report(own[party.part], party.text);
    return undefined;
  }
  if (party.name === undefined && party.address === undefined && party.port === undefined) {
    report(own.name ?? own.address ?? own.port, `the row has no ${side}`);
    return undefined;
  }
  return party;
}

const isProblem = (party: Party | PartyProblem): party is PartyProblem => 'part' in party;

/** Two ends that cannot be told apart. Without addresses, equal names and ports are those of two machines. */
const isSame = (one: Party, other: Party): boolean =>
  one.address !== undefined && one.port !== undefined && one.address === other.address && one.port === other.port;

const isMixed = (one: Party, other: Party): boolean =>
  one.address !== undefined && other.address !== undefined && isIP(one.address) !== isIP(other.address);

const mixedWords = 'one address is IPv4 and the other IPv6: no packet can go between them';

const sameWords = ({ address, port }: Party): string =>
  `the source and the destination are the same: ${address}, port ${port}`;

/** The ports of DNS, mDNS, LLMNR and NTP. */
const datagramPorts: ReadonlySet<number | undefined> = new Set([53, 5353, 5355, 123]);

function transportOf(transport: string, protocol: string, from: Party, to: Party): 'tcp' | 'udp' {
  if (/^(?:udp|17)/i.test(transport)) return 'udp';
  if (/^(?:tcp|6)/i.test(transport)) return 'tcp';
  const name = protocolName(protocol);
  const byPort = datagramPorts.has(from.port) || datagramPorts.has(to.port);
  return isUdp(name) || (name === '' && byPort) ? 'udp' : 'tcp';
}

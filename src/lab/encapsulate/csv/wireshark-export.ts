import type { Columns } from './columns.ts';
import { counted } from './counted.ts';
import { cellOf, type Row, type Table } from './table.ts';

/** The rows with messages of a packet list that was saved as CSV. */
export interface ExportedRows {
  readonly rows: readonly Row[];
  readonly assumed: readonly string[];
  /** The error if no row is left. */
  readonly nothing: string;
}

/** How to get what an export by "File, Export Packet Dissections, As CSV" lacks. */
const betterExport: string =
  'An export of the packet list holds a summary (Info) in place of what was sent. With everything in it:\n' +
  '  tshark -r FILE.pcapng -Y "tcp.len > 0 or udp" -T fields -E header=y -E separator=, -E quote=d \\\n' +
  '    -e frame.number -e frame.time_epoch -e ip.src -e ip.dst -e tcp.srcport -e tcp.dstport -e udp.srcport \\\n' +
  '    -e udp.dstport -e _ws.col.Protocol -e tcp.payload -e udp.payload > messages.csv';

const bare = (name = ''): string => name.toLowerCase().replace(/[^a-z]/g, '');

/** Wireshark's own columns: No., Time, Source, Destination, Protocol, Length, Info. */
export function isWiresharkExport({ message, sourceName, destinationName, protocol }: Columns): boolean {
  const names = [message, sourceName, destinationName, protocol].map((column) => bare(column?.name));
  return names.join(' ') === 'info source destination protocol';
}

/** Protocols without messages of an application; their content is meant for routers and hosts. */
const belowApplications =
  /^(?:arp|icmp|icmpv6|igmp|igmpv\d|stp|lldp|cdp|ethertype|loopback|0x[0-9a-f]+|eapol|lacp|ospf|vrrp|rip)/i;

/** Protocols whose bytes are not text, or are encrypted: Info describes them, but does not contain them. */
const binary =
  /^(?:udp|ipv4|ipv6|data|g?quic|tls.*|ssl.*|ssh.*|nbns|nbss|smb\d?|browser|dhcp.*|bootp|ntp|stun|rtc?p|snmp|llmnr|dtls.*|db-lsp.*|zmtp)$/i;

/** `51931 > 8080 [PSH, ACK] Seq=1 …` */
const portsInInfo = /^(?:\[[^\]]*\]\s*)*(\d{1,5})\s*(?:>|→|->|\u2192)\s*(\d{1,5})\b/;

/**
 * A row counts if its protocol is one of an application: then Info contains the message. Handshakes, acknowledgements
 * and ends (TCP, Len=0) have no message; TCP and UDP rows with bytes have one that the export does not contain, and
 * count only if there are no others. Ports of a row are those of the last TCP or UDP row between the same two
 * addresses.
 */
export function messagesOfExport({ columns, rows }: Table, infoAsMessage: boolean): ExportedRows {
  const counts = { messages: 0, empty: 0, untold: 0, below: 0 };
  const ports = new Map<string, readonly [source: string, destination: string]>();
  const kept: Record<'messages' | 'untold', Row[]> = { messages: [], untold: [] };
  for (const row of rows) {
    const cell = (role: keyof Columns): string => cellOf(row, columns[role]);
    const [source, destination, protocol, info] = [
      cell('sourceName'),
      cell('destinationName'),
      cell('protocol'),
      cell('message'),
    ];
    const [, one, other] = portsInInfo.exec(info) ?? [];
    if (one !== undefined && other !== undefined) {
      ports.set(`${source} ${destination}`, [one, other]).set(`${destination} ${source}`, [other, one]);
    }
    const kind = infoAsMessage ? 'messages' : kindOf(protocol, info);
    counts[kind]++;
    if (kind === 'messages' || kind === 'untold') {
      kept[kind].push(withPorts(row, columns, ports.get(`${source} ${destination}`)));
    }
  }
  const { messages, empty, untold, below } = counts;
  const standsIn = messages === 0 && untold > 0;
  const told = [
    `This is a packet list exported by Wireshark: of ${counted(rows.length, 'row')}, ${messages} hold a message of an application${standsIn ? '' : ', and count'}.`,
    standsIn ? `Counted in their place: ${counted(untold, 'row')} with data that this file does not tell.` : '',
    empty === 0
      ? ''
      : `Not counted: ${counted(empty, 'row')} of TCP without data (handshakes, acknowledgements, ends).`,
    untold === 0 || standsIn ? '' : `Not counted: ${counted(untold, 'row')} with data that this file does not tell.`,
    below === 0
      ? ''
      : `Not counted: ${counted(below, 'row')} of protocols below applications (ARP, ICMP and the like).`,
    messages > 0 ? 'The text of the column Info is taken as the message.' : '',
    standsIn ? 'The text of the column Info is taken as the message, although it only describes the message.' : '',
    betterExport,
  ].filter((sentence) => sentence !== '');
  return {
    rows: standsIn ? kept.untold : kept.messages,
    assumed: told,
    nothing: `no row holds a message. ${told.join('\n')}\nTo take the text of the column Info as the message of every packet: --info-as-message.`,
  };
}

function kindOf(protocol: string, info: string): 'messages' | 'empty' | 'untold' | 'below' {
  if (belowApplications.test(protocol)) return 'below';
  if (/^tcp$/i.test(protocol)) return /\bLen=(?!0\b)\d+/.test(info) ? 'untold' : 'empty';
  return binary.test(protocol) ? 'untold' : 'messages';
}

/** `192.0.2.1` becomes `192.0.2.1:51931`, which a cell with a name may hold. Info has a blank at its end. */
function withPorts(
  row: Row,
  { sourceName, destinationName, message }: Columns,
  ports: readonly [string, string] | undefined,
): Row {
  if (!sourceName || !destinationName || !message) return row;
  const cells = [...row.cells];
  cells[message.at] = (cells[message.at] ?? '').trim();
  if (!ports) return { line: row.line, cells };
  cells[sourceName.at] = joined(cells[sourceName.at], ports[0]);
  cells[destinationName.at] = joined(cells[destinationName.at], ports[1]);
  return { line: row.line, cells };
}

function joined(address = '', port: string): string {
  const trimmed = address.trim();
  return trimmed.includes(':') ? `[${trimmed}]:${port}` : `${trimmed}:${port}`;
}
